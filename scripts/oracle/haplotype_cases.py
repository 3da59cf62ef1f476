"""Random haplotypes of a gene: somatic and germline alleles with genotypes, as edits of the genome and as VCF records."""

import random
from collections import namedtuple

BASES = "ACGT"

# `placed`: ('every',), ('set', name, haplotype), ('unphased',) or ('unknown',) where no genotype is written.
Allele = namedtuple("Allele", "edit is_germline placed id chrom position ref alt")


def left_aligned(sequence, edit):
    start, ref, alt = edit
    if (ref == "") == (alt == ""):
        return edit
    moving = ref or alt
    while start > 1 and sequence[start - 1] == moving[-1]:
        moving = moving[-1] + moving[:-1]
        start -= 1
    return start, moving if ref else "", moving if alt else ""


def allele_of(sequence, contig, edit, is_germline, placed):
    start, ref, alt = edit
    position = start + 1
    if ref == "" or alt == "":
        anchor = sequence[start - 1]
        position, ref, alt = start, anchor + ref, anchor + alt
    return Allele(edit, is_germline, placed, f"{contig}:{position}:{ref}:{alt}", contig, position, ref, alt)


def touches(one, other):
    """Whether both cannot be put into one molecule."""
    (a, a_ref, _), (b, b_ref, _) = one, other
    if a_ref == "" and b_ref == "":
        return a == b
    return a < b + len(b_ref) and b < a + len(a_ref)


def never_together(one, other):
    """Whether genotypes prove the two on different molecules."""
    if one.placed[0] != "set" or other.placed[0] != "set" or one.placed[1] != other.placed[1]:
        return False
    return one.placed[2] != other.placed[2]


def always_together(one, other):
    if one.placed[0] == "every" or other.placed[0] == "every":
        return True
    return one.placed[0] == "set" and one.placed[:3] == other.placed[:3]


class Drawer:
    def __init__(self, seed, sequences):
        self.random = random.Random(seed)
        self.sequences = sequences

    def bases(self, count):
        return "".join(self.random.choice(BASES) for _ in range(count))

    def edit_at(self, sequence, base, kind):
        pick = self.random
        if kind == "snv":
            ref = sequence[base]
            return base, ref, pick.choice([other for other in BASES if other != ref])
        if kind == "ins":
            return base, "", self.bases(pick.choice((1, 1, 2, 3, 3, 4, 6, 9, 12)))
        if kind == "dup":
            size = pick.choice((1, 2, 3, 5))
            return base, "", sequence[base : base + size]
        if kind == "del":
            return base, sequence[base : base + pick.choice((1, 1, 2, 3, 3, 4, 6, 9, 15))], ""
        size = pick.choice((2, 2, 3, 4))
        ref = sequence[base : base + size]
        alt = self.bases(size if kind == "mnv" else pick.choice((1, 2, 3, 4, 5, 7)))
        return base, ref, alt

    def coding_bases(self, transcript):
        first, last = transcript.cds
        bases = [b for left, right in transcript.exons for b in range(max(left, first), min(right, last))]
        return bases if transcript.strand == "+" else bases[::-1]

    def somewhere(self, transcript, coding):
        """A focus on the coding sequence, more often at exon edges and the stop."""
        pick = self.random
        kind = pick.random()
        if kind < 0.35 and len(transcript.exons) > 1:
            edges = [i for i in range(1, len(coding)) if abs(coding[i] - coding[i - 1]) > 1]
            if edges:
                return max(0, min(len(coding) - 1, pick.choice(edges) + pick.randint(-8, 8)))
        if kind < 0.45:
            return max(0, len(coding) - 1 - pick.randint(0, 30))
        if kind < 0.55:
            return min(len(coding) - 1, 3 + pick.randint(0, 30))
        return pick.randrange(len(coding))

    def place_near(self, transcript, coding, focus, spread):
        pick = self.random
        offset = focus + pick.randint(-spread, spread)
        if 0 <= offset < len(coding):
            return coding[offset]
        # Behind the stop or before the start: bases of the genome beside it.
        step = 1 if transcript.strand == "+" else -1
        beyond = offset - (len(coding) - 1) if offset > 0 else offset
        return (coding[-1] if offset > 0 else coding[0]) + step * beyond

    def placed(self, sets, is_germline):
        pick = self.random.random()
        if pick < 0.58:
            return ("set", sets[0], 0)
        if pick < 0.70:
            return ("set", sets[0], 1)
        if pick < 0.74:
            return ("set", sets[1], self.random.randint(0, 1))
        if pick < 0.78:
            # Without PS all phased calls of a contig are one set, each file by itself (VCF 4.3, 1.6.2).
            return ("set", "germline file" if is_germline else "tumour file", self.random.randint(0, 1))
        if pick < 0.86:
            return ("every",) if is_germline or self.random.random() < 0.3 else ("set", sets[0], 0)
        if pick < 0.97 or is_germline:
            return ("unphased",)
        return ("unknown",)

    def edits_of(self, transcript, mode, count):
        pick = self.random
        sequence = self.sequences[transcript.contig]
        coding = self.coding_bases(transcript)
        focus = self.somewhere(transcript, coding)
        spread = {"codon": 2, "near": 12, "frame": 30, "window": 60}.get(mode, len(coding))
        if mode == "codon":
            focus -= focus % 3 - 1
        kinds = {"codon": ("snv", "snv", "snv", "mnv", "ins", "del"), "frame": ("ins", "del", "dup", "delins", "snv")}.get(
            mode, ("snv", "snv", "mnv", "ins", "del", "dup", "delins")
        )
        for _ in range(count):
            base = self.place_near(transcript, coding, focus, spread)
            if mode == "exons":
                base = pick.choice(coding)
            if mode == "intron" and pick.random() < 0.5:
                base += pick.choice((-40, -12, 12, 40))
            yield self.edit_at(sequence, min(max(base, 60), len(sequence) - 60), pick.choice(kinds))

    def special_edit(self, transcript, mode):
        """One that touches a start codon or a splice site."""
        pick = self.random
        sequence = self.sequences[transcript.contig]
        if mode == "start":
            return self.edit_at(sequence, pick.choice(transcript.start_codon()), pick.choice(("snv", "snv", "mnv", "ins", "del", "delins")))
        index = pick.randrange(len(transcript.exons) - 1)
        left, right = transcript.exons[index][1], transcript.exons[index + 1][0]
        base = pick.choice((left, left + 1, right - 2, right - 1))
        return self.edit_at(sequence, base - pick.choice((0, 0, 1, 3)), pick.choice(("snv", "snv", "del", "mnv", "ins")))

    def gene(self, transcripts, number):
        """The alleles of one gene: on its transcripts they are close, in frame or far apart by turns."""
        pick = self.random
        transcript = pick.choice(transcripts)
        sequence, contig = self.sequences[transcript.contig], transcript.contig
        sets = (10 * number + 1, 10 * number + 2)
        mode = pick.choice(("codon", "near", "near", "frame", "frame", "window", "exons", "intron"))
        somatic, germline = pick.randint(1, 6), pick.choice((0, 0, 1, 1, 2, 3, 4))
        wanted = [False] * somatic + [True] * germline
        edits = list(self.edits_of(transcript, mode, len(wanted)))
        special = pick.random()
        if special < 0.12:
            edits[0] = self.special_edit(transcript, "start")
        elif special < 0.27 and len(transcript.exons) > 1:
            edits[0] = self.special_edit(transcript, "splice")
        alleles = []
        for edit, is_germline in zip(edits, wanted):
            if not 50 < edit[0] < len(sequence) - 50:
                continue
            start, ref, alt = left_aligned(sequence, edit)
            if start < 2 or start + len(ref) + 2 > len(sequence) or "N" in sequence[start - 1 : start + len(ref) + 1]:
                continue
            if ref == alt or (ref and alt and (ref[0] == alt[0] or ref[-1] == alt[-1])):
                continue
            one = allele_of(sequence, contig, (start, ref, alt), is_germline, self.placed(sets, is_germline))
            if any(one.id == other.id for other in alleles):
                continue
            if any(touches(one.edit, other.edit) and not never_together(one, other) for other in alleles):
                # Overlap where the phase is not known is kept now and then: no row may hold both.
                if pick.random() < 0.7 or any(touches(one.edit, o.edit) and always_together(one, o) for o in alleles):
                    continue
            alleles.append(one)
        return alleles


def genotype(placed):
    if placed[0] == "every":
        return "1/1", "."
    if placed[0] == "set":
        return ("1|0" if placed[2] == 0 else "0|1"), str(placed[1]) if isinstance(placed[1], int) else "."
    return ("0/1" if placed[0] == "unphased" else "."), "."


def vcf_text(alleles, sequences, sample):
    lines = ["##fileformat=VCFv4.3"]
    lines += [f"##contig=<ID={name},length={len(bases)}>" for name, bases in sequences.items()]
    lines.append('##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">')
    lines.append('##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set">')
    lines.append("\t".join(["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", sample]))
    order = {name: index for index, name in enumerate(sequences)}
    for one in sorted(alleles, key=lambda one: (order[one.chrom], one.position)):
        call, phase_set = genotype(one.placed)
        lines.append("\t".join([one.chrom, str(one.position), ".", one.ref, one.alt, ".", "PASS", ".", "GT:PS", f"{call}:{phase_set}"]))
    return "\n".join(lines) + "\n"
