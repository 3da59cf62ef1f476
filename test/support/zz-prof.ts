import { PerformanceObserver } from 'node:perf_hooks';
import { syntheticVcf } from '../../bench/synthetic-vcf.js';
import { byteSource } from './vcf-text.js';
import { readVcf, sampleValues, phaseOf,infoValue } from '../../stages/shared/vcf/index.js';
import { readSupport, rnaSupport } from '../../stages/parse-variants/read-support.js';
import { VariantVisitor } from '../../stages/parse-variants/variant-visitor.js';
import { describeAllele } from '../../stages/parse-variants/describe-allele.js';
import { isSomaticFlagged } from '../../stages/parse-variants/caller.js';
import { paramsSchema } from '../../stages/parse-variants/params.js';
const N=60000; const text=Buffer.from([...syntheticVcf(N)].join(''));
let gc=0; new PerformanceObserver(l=>{for(const e of l.getEntries()) gc+=e.duration}).observe({entryTypes:['gc']});
const P=paramsSchema.parse({filters:'all',duplicates:'keep'});
const S=(r:any)=>{const c=r.samples(); return {tumor:sampleValues(c[0],c[2]),normal:sampleValues(c[0],c[1]),hasColumns:true}};
const fs:Record<string,(r:any)=>unknown>={ S, desc:r=>{const samples=S(r); return describeAllele({record:r,samples,info:r.info(),alt:r.alt,index:1,alternateCount:1},{id:'',input:'',alleleOrdinal:1,chrom:'c',variant:{position:1,ref:'A',alt:'C'}},P)}, som:r=>isSomaticFlagged(r.info(),S(r).tumor), phase:r=>phaseOf(S(r).tumor,1,'c'), rna:r=>rnaSupport(S(r).tumor,{ref:'A',alt:'C',index:1,alternateCount:1}), rs2:r=>{const s=S(r);return [readSupport(s.tumor,{ref:'A',alt:'C',index:1,alternateCount:1}),readSupport(s.normal,{ref:'A',alt:'C',index:1,alternateCount:1})]} };
async function main(){ for (let k=0;k<2;k++) { for (const [n,f] of Object.entries(fs)) { gc=0; const c0=process.cpuUsage(); await readVcf(byteSource(text),{header(){},record(r){f(r)},malformed(){}}); const c=process.cpuUsage(c0); await new Promise(r=>setTimeout(r,20)); if(k) console.log(n.padEnd(8),'cpu µs/rec',((c.user+c.system)/N).toFixed(2),'gc ms',gc.toFixed(0)); }
 gc=0; const c0=process.cpuUsage(); const v=new VariantVisitor({file:'x',params:P,reference:null,emit:()=>{},omit:()=>{}}); await readVcf(byteSource(text),v); const c=process.cpuUsage(c0); await new Promise(r=>setTimeout(r,20)); console.log('visitor'.padEnd(8),'cpu µs/rec',((c.user+c.system)/N).toFixed(2),'gc ms',gc.toFixed(0)); 
 }}
main();
