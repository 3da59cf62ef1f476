/** Style of the sections beyond the shortlist: policies, selection, construct, safety, patient. */
export const sectionStyles = `
.v-warn{color:var(--warn);font-weight:600}.wrap{white-space:normal}
.t-mut{fill:var(--mut)}.swatch.t-mut{background:var(--mut)}
.proofs{list-style:none;margin:10px 0 18px;padding:0;max-width:92ch}.proofs li{padding:3px 0;overflow-wrap:anywhere}
.proofs .v-ok,.proofs .v-bad,.proofs .v-na{white-space:normal}
.policies{font-size:.9rem}.policies th,.policies td{padding:5px 10px 5px 0}.policies tbody th{font-weight:400;max-width:19em;overflow-wrap:anywhere}
.policies .no,.safety .no{display:inline-block;min-width:1.7em;text-align:left;text-decoration:none}
.policies td.num{padding:5px 8px}.policies td.first{background:var(--h1);color:var(--h1t)}.policies td.first .shift{color:inherit}
.policies td.later{color:var(--soft)}.policies tbody tr>td.num+td.num{border-left:2px solid var(--paper)}
.shift{display:inline-block;min-width:2.9em;font-size:.82em;color:var(--soft)}
.policies .barcell{width:16%;min-width:90px;padding-left:12px}.policies .below tr:first-child>*{border-top:2px solid var(--rule)}
.agreement{max-width:560px;margin-bottom:22px}
.heat .of{font-size:.82em}.pairings .heat caption{min-width:min(17em,calc(100vw - 40px))}.heat tbody th.allele{font-size:.9em}
.gains{max-width:none}.gains tbody th{white-space:normal}
.map{list-style:none;display:flex;flex-wrap:wrap;gap:10px 0;margin:8px 0 6px;padding:0;font-size:.84rem;line-height:1.3}
.map li{display:flex;align-items:flex-start}.tile{display:block;width:116px}
.tile .label{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.tile .label a{text-decoration:none}.tile .label a:hover{text-decoration:underline}
.tile .soft,.tile .change{display:block;font-size:.92em;padding-right:8px}.tile>.seq{display:block;margin:2px 0}.map .end .tile{width:auto;min-width:52px}.map .end b{font-weight:600;display:block}
.map .no{font-weight:600;color:var(--soft);margin-right:.15em}
svg.window{display:block;width:108px;height:16px;margin:2px 0}
.seam{display:inline-flex;flex-direction:column;align-items:center;min-width:30px;padding:12px 3px 0;text-align:center;font-weight:700}
.seam .seq{font-weight:400;font-size:.74rem;white-space:nowrap;letter-spacing:0;background:var(--warnbg);padding:0 2px;border-radius:2px}
details.more{margin:10px 0;border:1px solid var(--hair);border-radius:6px}
details.more>summary{display:flex;justify-content:space-between;align-items:center;gap:12px;padding:9px 14px;font-weight:600}
details.more>*:not(summary){margin:4px 14px 12px}details.more>table{width:calc(100% - 28px)}
.stack{font-size:.9rem}.stack th,.stack td{padding-top:6px;padding-bottom:6px}.stack td,.stack th{overflow-wrap:anywhere}.stack tbody th{font-weight:500}
.stack .long{min-width:17em}.stack .hard{display:block}.safety td:nth-child(2){width:46%}.safety th{width:22%}
.matches{list-style:none;margin:4px 0 0;padding:0;font-size:.94em}.matches li{padding:2px 0}
.fasta{font:.82rem/1.5 ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--wash);padding:10px 12px;border-radius:4px;user-select:all;-webkit-user-select:all}
.decided{border-left:3px solid var(--accent);padding-left:.7em;max-width:76ch}
@media (max-width:820px){
.map li{max-width:100%}.heat.clones thead th{white-space:normal}.heat.clones tbody th.allele{padding-right:6px}.heat caption{max-width:calc(100vw - 40px)}
.policies,.policies tbody,.policies caption,.stack,.stack tbody,.stack caption{display:block}
.policies thead,.stack thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.policies tr{display:grid;grid-template-columns:repeat(6,1fr);gap:2px;padding:9px 0;border-bottom:1px solid var(--hair)}
.policies tbody th{grid-column:1/-1;max-width:none;border:0;padding:0 0 3px}.policies td,.policies td.num{border:0;text-align:left;padding:2px 3px;white-space:normal}.policies .shift{display:block;min-width:0;min-height:1.2em}.policies tbody tr>td.num+td.num{border-left:0}
.policies td.num::before{content:attr(data-label);display:block;font-size:.6rem}.policies .barcell{display:none}
.stack tr{display:block;padding:9px 0;border-bottom:1px solid var(--hair)}.stack th,.stack td{display:block;border:0;padding:1px 0;text-align:left;white-space:normal}
.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}.stack .long{min-width:0}.safety th,.safety td:nth-child(2){width:auto}
.gains th,.gains td{padding-right:8px}.gains .barcell{width:18%}
}
@media print{.fasta{background:none;border:1px solid var(--hair)}details.more{border:0}.map li{break-inside:avoid}}
`;
