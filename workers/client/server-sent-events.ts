/** Reads server-sent events (HTML Living Standard §9.2.6, "Interpreting an event stream"). */

export interface ServerSentEvent {
  /** '' where none was ever given. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** The events of a stream, each once its blank line has come; a last one without it is not one. */
export async function* serverSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  const fields = eventFields();
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be the first half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = fields.take(line);
      if (event !== null) yield event;
    }
  }
}

function eventFields() {
  let [id, event] = ['', ''];
  let data: string[] = [];
  return {
    take: (line: string): ServerSentEvent | null => {
      if (line === '') {
        const whole = data.length === 0 ? null : { id, event: event || 'message', data: data.join('\n') };
        event = '';
        data = [];
        return whole;
      }
      const [, name = '', value = ''] = /^([^:]*)(?::\x20?(.*))?$/s.exec(line) ?? [];
      if (name === 'data') data.push(value);
      else if (name === 'event') event = value;
      else if (name === 'id' && !value.includes('\0')) id = value;
      return null;
    },
  };
}
