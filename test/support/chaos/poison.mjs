/** Loaded before a worker that CHAOS_POISON (a task key) takes down as soon as it is given to a thread, as one that eats all memory would. */
import { Worker } from 'node:worker_threads';

const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.key === process.env.CHAOS_POISON) process.kill(process.pid, 'SIGKILL');
  return postMessage.call(this, message, ...rest);
};
