import { sectionStyles } from './stylesheet-sections.js';

/**
 * The page's style sheet. One typeface for prose (a book serif for the title and the result), one for figures, one accent,
 * one colour for what is mutated; contrast is at least 4.5:1 in both colour schemes.
 */
const baseStyles = `
:root{color-scheme:light dark;
--paper:#faf9f6;--panel:#ffffff;--ink:#1b2225;--soft:#586268;--hair:#e3dfd6;--rule:#1b2225;--accent:#0d5c5a;--wash:#eef3f1;
--mut:#b02e12;--mutbg:#fbe9e3;--warn:#7a4b00;--warnbg:#fbf4e3;--warnline:#e6cf97;
--pass:#0f6d58;--binding:#985700;--evidence:#335c9e;--identity:#83408a;--poor:#646b70;
--plus:#2f8577;--minus:#c2694a;--sum:#1b2225;--pick:#0d5c5a;--ranked:#8fbdb3;--other:#d5d6d0;--left:#e8e4db;
--h4:#0d5c5a;--h3:#357a72;--h2:#8cbfb7;--h1:#cfe4df;--h0:#eef3f1;--h4t:#ffffff;--h3t:#ffffff;--h2t:#12302e;--h1t:#12302e;--h0t:#12302e}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#13181a;--panel:#191f22;--ink:#e7e6e1;--soft:#a2adb1;--hair:#2e373a;--rule:#8f9a9d;--accent:#79cbbf;--wash:#1b2729;
--mut:#ff9d80;--mutbg:#3a211a;--warn:#f0c674;--warnbg:#2a2416;--warnline:#5a4a22;
--pass:#6fcfb4;--binding:#e8ad5c;--evidence:#8fb4f0;--identity:#d79bde;--poor:#a2adb1;
--plus:#5fb5a6;--minus:#d98668;--sum:#e7e6e1;--pick:#6cc0b3;--ranked:#3b6d67;--other:#3d474a;--left:#262e31;
--h4:#8fded1;--h3:#57aca0;--h2:#2f7068;--h1:#234a46;--h0:#1d3331;--h4t:#0c1a18;--h3t:#0c1a18;--h2t:#ffffff;--h1t:#e7e6e1;--h0t:#e7e6e1}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.sheet{max-width:1160px;margin:0 auto;padding:28px 32px 64px}
h1,h2,.headline{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua","URW Palladio L",P052,Georgia,"DejaVu Serif",serif;font-weight:600}
h1{font-size:1.15rem;letter-spacing:.01em;margin:26px 0 0;color:var(--soft);font-weight:500}
h2{font-size:1.6rem;line-height:1.2;margin:0 0 6px}
h3{font-size:.82rem;text-transform:uppercase;letter-spacing:.07em;color:var(--soft);font-weight:600;margin:22px 0 8px}
p{margin:0 0 10px}a{color:var(--accent);text-underline-offset:.18em}
a:focus-visible,summary:focus-visible,button:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
main:focus{outline:none}
section{margin-top:52px}
code{font:.82em ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;color:var(--soft)}
.soft,.na{color:var(--soft)}.na{font-style:italic}
.lede{color:var(--soft);max-width:68ch}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:12px;background:var(--panel);padding:8px 14px;z-index:2}
.strap{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;margin:0;padding-bottom:12px;border-bottom:2px solid var(--rule);font-size:.85rem}
.wordmark{font-weight:700;letter-spacing:.02em}.ruo{color:var(--soft)}
.patient{margin:0;color:var(--soft)}
.headline{font-size:clamp(1.55rem,3.6vw,2.35rem);line-height:1.22;margin:10px 0 28px;max-width:27em;font-weight:500;text-wrap:balance}
.headline strong{font-weight:600;color:var(--accent)}
.steps{list-style:none;display:grid;grid-template-columns:repeat(5,1fr);margin:0;padding:0;border-top:1px solid var(--hair);border-bottom:1px solid var(--hair)}
.steps li{padding:14px 18px 14px 0;position:relative;line-height:1.3}
.steps li+li{padding-left:22px}
.steps li+li::before{content:"";position:absolute;left:0;top:22px;width:8px;height:8px;border:solid var(--soft);border-width:1.5px 1.5px 0 0;transform:rotate(45deg);opacity:.6}
.steps b{display:block;font-size:1.75rem;font-weight:500;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.steps span{color:var(--soft);font-size:.86rem}
.steps li:last-child b{color:var(--accent);font-weight:600}
nav{display:flex;flex-wrap:wrap;gap:4px 22px;margin-top:14px;font-size:.9rem}
nav a{text-decoration:none;padding:4px 0}nav a:hover{text-decoration:underline}
nav+main>section:first-child{margin-top:34px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;color:var(--soft);padding:0 0 10px;max-width:72ch}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--hair)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:.8rem;font-weight:600;color:var(--soft);border-bottom:1px solid var(--rule);vertical-align:bottom}
tbody th{font-weight:500}
.num{text-align:right;white-space:nowrap}
abbr{text-decoration:none;cursor:help}
th button{all:unset;cursor:pointer}th button:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
th[aria-sort] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.seq,.allele{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.93em;overflow-wrap:anywhere}
.allele{white-space:nowrap;font-size:.9em}
.seq{letter-spacing:.04em}.seq b{color:var(--mut);font-weight:700;text-decoration:underline;text-decoration-thickness:1.5px;text-underline-offset:.2em}
.wt{color:var(--soft)}.wt .diff{color:var(--ink)}.wt.none{font-style:italic;font-size:.88em;white-space:nowrap}
.pair{display:grid;gap:1px;line-height:1.4}
.gene{font-weight:650;overflow-wrap:anywhere}.change{overflow-wrap:anywhere}
.badge{display:inline-block;white-space:nowrap;font-size:.86rem;font-weight:550}
.badge span{font-size:.72em;vertical-align:.1em;margin-right:.15em}
.glyph{font-size:.8em}
.f-pass{color:var(--pass)}.f-binding{color:var(--binding)}.f-evidence{color:var(--evidence)}.f-identity{color:var(--identity)}.f-poor{color:var(--poor)}
.gate,.note{color:var(--mut);font-size:.84rem;line-height:1.4;display:inline-block}.note{color:var(--soft)}
.antigens tbody tr:hover{background:var(--wash)}
.antigens td:first-child a{font-weight:650;text-decoration:none;display:inline-block;min-width:1.6em;text-align:right}
.antigens td:first-child a:hover{text-decoration:underline}
.antigens .num:first-child:first-child{padding-right:20px}.antigens th:not(:last-child),.antigens td:not(:last-child){padding-right:16px}.antigens td:nth-child(2){min-width:12em}.antigens .seq{white-space:nowrap}
.notices,.nothing{background:var(--warnbg);border:1px solid var(--warnline);border-radius:6px;padding:18px 22px 10px;margin-top:34px}
.notices h2{font:600 .95rem/1.4 system-ui,sans-serif;color:var(--warn)}
.notices ul,.nothing ol{margin:4px 0 8px;padding-left:1.2em}.notices li,.nothing li{margin:3px 0;max-width:82ch;overflow-wrap:anywhere}
.nothing h2{color:var(--warn)}
.facts{margin-top:34px}
dl{margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.facts dl{columns:2;column-gap:48px;font-size:.92rem}
.facts dl>div{display:grid;grid-template-columns:8.5em 1fr;gap:12px;padding:6px 0;border-bottom:1px solid var(--hair);break-inside:avoid}
.genotype{list-style:none;margin:0;padding:0}.genotype li{margin-bottom:2px}
.genotype .c-low .soft,.genotype .c-medium .soft{color:var(--warn)}
details.pick{border-top:1px solid var(--hair)}details.pick:last-of-type{border-bottom:1px solid var(--hair)}
summary{display:grid;grid-template-columns:2.2em minmax(11em,1.1fr) minmax(16em,1.5fr) 12.5em 1em;gap:4px 14px;align-items:baseline;padding:12px 0;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::after{content:"";justify-self:end;width:7px;height:7px;border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:rotate(45deg) translate(-3px,-1px)}
details[open]>summary::after{transform:rotate(225deg)}
summary:hover{background:var(--wash)}
.no{font-variant-numeric:tabular-nums;font-weight:650;color:var(--accent);text-align:right}
.body{padding:2px 0 30px 2.9em}
.verdict,.assumed{max-width:76ch}
.assumed{border-left:3px solid var(--warn,#b26a00);padding-left:.7em}
.cols{display:grid;grid-template-columns:1fr 1fr;gap:12px 44px}.cols>div{min-width:0}
.waterfall,.criteria,.others{font-size:.9rem}
.waterfall caption,.criteria caption,.others caption,.heat caption,.bars caption{color:var(--ink);font-weight:600;padding-bottom:4px}
caption .soft{font-weight:400}
.formula{color:var(--soft);font-weight:400;font-size:.92em}.waterfall,.criteria{margin-bottom:22px}.waterfall th:first-child{width:44%}
.waterfall th,.waterfall td,.criteria th,.criteria td{padding-top:5px;padding-bottom:5px}
.waterfall tfoot th,.waterfall tfoot td{font-weight:650;border-top:1px solid var(--rule);border-bottom:0}.waterfall tfoot .soft{font-weight:400}
.barcell{width:26%;min-width:80px;padding-left:4px}
svg.bar{display:block;width:100%;height:12px;margin-top:.35em;overflow:visible}
.axis{stroke:var(--soft);stroke-width:1;vector-effect:non-scaling-stroke}
.t-plus{fill:var(--plus)}.t-minus{fill:var(--minus)}.t-sum{fill:var(--sum)}.t-pick{fill:var(--pick)}.t-ranked{fill:var(--ranked)}.t-other{fill:var(--other)}.t-left{fill:var(--left)}
.swatch{display:inline-block;width:.75em;height:.75em;border-radius:2px}
.swatch.t-pick{background:var(--pick)}.swatch.t-ranked{background:var(--ranked)}.swatch.t-other{background:var(--other)}
.v-ok{color:var(--pass);white-space:nowrap}.v-bad{color:var(--mut);font-weight:600;white-space:nowrap}.v-na{color:var(--soft);white-space:nowrap}
.body h3{font-size:.9rem;text-transform:none;letter-spacing:0;color:var(--ink)}
.defs{font-size:.9rem}.tiers>div{--term:13.5em}.defs>div{display:grid;grid-template-columns:var(--term,10.5em) 1fr;gap:12px;padding:3px 0}
.windowline{font-size:1.02rem}.windowline .soft{font-size:.86rem;white-space:nowrap}
mark{background:var(--mutbg);color:inherit;box-shadow:0 0 0 1.5px var(--mut);border-radius:2px;margin:0 2px}
.others{max-width:620px;margin:12px 0}
.plots{display:grid;grid-template-columns:1fr 1fr;gap:28px 44px;margin:14px 0 34px}
figure{margin:0}.plots figure{display:grid;grid-template-rows:subgrid;grid-row:span 3;row-gap:0}figcaption{color:var(--soft);margin-bottom:10px;font-size:.92rem}figcaption b{color:var(--ink)}
figure svg{display:block;width:100%;height:auto;font:11px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.grid line{stroke:var(--hair)}.tick text{fill:var(--soft);font-size:10.5px;font-variant-numeric:tabular-nums}
.end text{text-anchor:end}.mid text,text.mid{text-anchor:middle}
.label{fill:var(--soft)}.gutter{fill:var(--wash)}
.guide{stroke:var(--soft);stroke-dasharray:2 4}.guidetext{fill:var(--soft);font-size:10px;text-anchor:end;stroke:var(--paper);stroke-width:3;paint-order:stroke}
.mark{fill:currentColor;stroke:currentColor;stroke-width:1.4}.mark.open{fill:none}
.pt{fill:var(--ink);stroke:var(--paper);stroke-width:3;paint-order:stroke;font-size:10.5px;font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:.86rem;color:var(--soft);margin-top:6px}
.scroll{overflow-x:auto;position:relative}
.pairings{display:grid;grid-template-columns:fit-content(64%) minmax(280px,1fr);gap:34px 44px;align-items:start}.pairings>*{min-width:0}.pairings>.scroll{padding:0 3px 3px 0}
.heat{width:auto;border-collapse:separate;border-spacing:4px;font-size:.88rem;margin-left:-4px}.heat caption{padding-left:4px;max-width:min(40em,calc(100vw - 40px))}
.heat th{border:0;padding:4px 14px 4px 0;white-space:nowrap}.heat thead th{padding:4px 6px;font-weight:500}.heat thead th:first-child{padding-left:0}.heat th a{display:inline-block;min-width:1.4em;text-decoration:none;font-weight:650}
.heat td{border:0;text-align:center;padding:4px 6px;min-width:50px;border-radius:2px}
.heat th .gene{display:inline-block;max-width:9em;overflow:hidden;text-overflow:ellipsis;vertical-align:bottom}
.h-4{background:var(--h4);color:var(--h4t)}.h-3{background:var(--h3);color:var(--h3t)}.h-2{background:var(--h2);color:var(--h2t)}.h-1{background:var(--h1);color:var(--h1t)}.h-0{background:var(--h0);color:var(--h0t)}
.h-none{color:var(--soft)}.heat td.best{box-shadow:0 0 0 2px var(--ink)}
.bars{max-width:720px;font-size:.92rem}.bars tbody th{white-space:nowrap}.bars thead .num{white-space:normal;line-height:1.25}.bars th,.bars td{padding-top:5px;padding-bottom:5px}.bars .barcell{width:36%}
.funnel{font-size:.92rem}.funnel .barcell{width:24%}.funnel ul{list-style:none;margin:0;padding:0}.funnel .why{min-width:17em}.funnel li{padding-left:3em;text-indent:-3em}.within{margin:8px 0 0;color:var(--soft)}
.funnel .n{display:inline-block;min-width:2.6em;text-align:right;margin-right:.4em;text-indent:0;font-weight:600}
.prose p,.prose li{max-width:64ch}.prose ul{padding-left:1.1em}.prose li{margin-bottom:5px}
footer{margin-top:56px;padding-top:14px;border-top:1px solid var(--hair);color:var(--soft);font-size:.86rem}
@media (max-width:1040px){.pairings{grid-template-columns:1fr}}
@media (max-width:820px){
.sheet{padding:18px 16px 48px}
.facts dl{columns:1}.cols,.plots{grid-template-columns:1fr}
.steps{grid-template-columns:1fr}.steps li,.steps li+li{display:flex;align-items:baseline;gap:12px;padding:7px 0}.steps li+li::before{display:none}
.steps b{font-size:1.25rem;min-width:2.6em;text-align:right}
.steps li+li{border-top:1px solid var(--hair)}
section{margin-top:42px}
summary{grid-template-columns:1.6em 1fr 1em}.what,summary .badge{grid-column:2}summary::after{grid-column:3;grid-row:1}
.body{padding-left:0}.defs>div,.facts dl>div{grid-template-columns:8.2em 1fr}
.antigens thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.antigens,.antigens tbody,.antigens caption{display:block}.antigens td:nth-child(2){min-width:0}.antigens .seq{white-space:normal}
.others .num{white-space:normal}.waterfall,.waterfall tbody,.waterfall tfoot,.waterfall caption,.criteria,.criteria tbody,.criteria caption{display:block}
.waterfall thead,.criteria thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.waterfall tr,.criteria tr{display:grid;gap:0 14px;padding:7px 0;border-bottom:1px solid var(--hair)}.waterfall tr{grid-template-columns:minmax(0,1fr) 30% 4.4em}.criteria tr{grid-template-columns:minmax(0,1fr) auto}
.body .waterfall th,.body .waterfall td,.body .criteria th,.body .criteria td{display:block;width:auto;border:0;padding:1px 0;overflow-wrap:anywhere}.waterfall th{grid-column:1/-1}
.criteria .soft{display:none}.criteria td:nth-child(2),.criteria td:nth-child(3){grid-column:1/-1}.criteria td:nth-child(3)::before{content:"needs ";color:var(--soft)}.criteria td:last-child{grid-column:2;grid-row:1}.barcell,.bars .barcell{min-width:44px;width:auto}.bars .soft{display:block}.windowline .soft{white-space:normal}.others .allele{white-space:normal}
.antigens tr{display:grid;grid-template-columns:1fr 1fr;gap:2px 16px;padding:14px 0;border-bottom:1px solid var(--hair)}
.antigens td{display:block;border:0;padding:1px 0;text-align:left;white-space:normal}
.antigens td[data-label]:not([data-label=""])::before{content:attr(data-label);display:block;font-size:.75rem;color:var(--soft)}
.antigens td[data-label="Gene"]::before,.antigens td[data-label="Tier"]::before,.antigens td[data-label="Peptide"]::before{display:none!important}
.antigens td:first-child,.antigens td[data-label="Gene"],.antigens td[data-label="Peptide"]{grid-column:1/-1}
.antigens td:first-child{font-size:.86rem}.antigens td:first-child::before{display:inline!important;margin-right:.3em}.antigens td:first-child a{text-align:left;min-width:0}.antigens td:first-child br{display:none}.antigens td[data-label="Tier"]{grid-column:1/-1}
.funnel,.funnel tbody{display:block}.funnel thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.funnel tr{display:grid;grid-template-columns:auto auto auto 1fr;gap:0 18px;padding:12px 0;border-bottom:1px solid var(--hair)}.funnel th,.funnel td{border:0;padding:2px 0}
.funnel th,.funnel td.why{grid-column:1/-1}.funnel td.why{min-width:0;grid-row:3}.funnel td.barcell{grid-column:4;grid-row:2;width:auto}
.funnel .num::before{content:attr(data-label) " ";color:var(--soft);font-size:.86rem}
.antigens td[data-label="Gene"]{font-size:1.05rem}
}
@media print{
:root{color-scheme:light;--paper:#fff;--panel:#fff;--ink:#000;--soft:#444;--hair:#ccc}
body{font-size:10pt}.sheet{max-width:none;padding:0}nav,.skip{display:none}
section{margin-top:24px}tr,figure,.facts dl>div{break-inside:avoid}h2,h3,caption{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}summary::after{display:none}
.scroll{overflow:visible}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

export const styleSheet = baseStyles + sectionStyles;
