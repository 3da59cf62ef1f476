"""Genes as text: transcripts read from GTF or GFF3, edits put into the genome, re-spliced and translated. No code of the product."""

from annotation import CODE, COMPLEMENT, attributes_of, read_fasta, read_text


class Transcript:
    """Half-open genomic coordinates; exons in order of the genome, `cds` from the first coding base to the end of the stop codon."""

    def __init__(self, name, contig, strand, exons, cds, bases, phase=0):
        self.name, self.contig, self.strand, self.exons, self.cds, self.phase = name, contig, strand, exons, cds, phase
        self.start, self.end = exons[0][0], exons[-1][1]
        self.bases = bases[self.start : self.end]
        self.known = {}

    def spliced(self, edits, exons=None):
        """The mRNA of the edited genome and where the coding sequence begins on it (None: that base is not in it)."""
        pieces, at = [], self.start
        for start, ref, alt in sorted(edits):
            pieces += [self.bases[at - self.start : start - self.start], alt]
            at = start + len(ref)
        genome = "".join([*pieces, self.bases[at - self.start :]])

        def moved(border):
            return border - self.start + sum(len(alt) - len(ref) for start, ref, alt in edits if start + len(ref) <= border)

        # An insertion exactly at an exon's edge is in no test: which side it is on cannot be told.
        borders = [(moved(first), moved(end)) for first, end in exons or self.exons]
        mrna = "".join(genome[first:end] for first, end in borders)
        begin = moved(self.cds[0]) if self.strand == "+" else moved(self.cds[1] - 1)
        mrna = mrna if self.strand == "+" else mrna.translate(COMPLEMENT)[::-1]
        offset = 0
        for first, end in borders if self.strand == "+" else reversed(borders):
            if first <= begin < end:
                return mrna, offset + (begin - first if self.strand == "+" else end - 1 - begin)
            offset += end - first
        return mrna, None

    def protein(self, edits, exons=None):
        """Residues, '*' behind them where a stop was read; None where the structure lacks the start codon."""
        key = (frozenset(edits), None if exons is None else tuple(exons))
        if key not in self.known:
            if len(self.known) > 400:
                self.known.clear()
            mrna, begin = self.spliced(key[0], exons)
            self.known[key] = None if begin is None else translated(mrna[begin + self.phase :])
        return self.known[key]

    def place_of(self, edit):
        """Where an edit lies: 'coding', 'utr', 'intron', 'outside'; 'start', 'splice' where it touches those; 'across' any other border."""
        start, ref, alt = edit
        end = start + len(ref)
        if end <= self.start or start >= self.end:
            return "outside"
        if start < self.start or end > self.end:
            return "across"
        for (_, left), (right, _) in zip(self.exons, self.exons[1:]):
            if left <= start and end <= right and (ref != "" or left < start < right):
                is_site = start < left + 2 or end > right - 2
                return "splice" if is_site else "intron"
        for left, right in self.exons:
            if left <= start and end <= right and (ref != "" or left < start < right):
                return self.place_in_exon(start, end)
        return "across"

    def place_in_exon(self, start, end):
        first, last = self.cds
        if end <= first or start >= last:
            return "utr"
        codon = self.start_codon()
        return "start" if any(start <= base < end for base in codon) or (start == end and codon[0] < start <= codon[2]) else "coding"

    def start_codon(self):
        """Its three bases in order of the genome (they may lie in two exons)."""
        coding = [base for left, right in self.exons for base in range(max(left, self.cds[0]), min(right, self.cds[1]))]
        return coding[:3] if self.strand == "+" else coding[-3:]


def translated(bases):
    residues = []
    for at in range(0, len(bases) - 2, 3):
        residue = CODE.get(bases[at : at + 3], "X")
        residues.append(residue)
        if residue == "*":
            break
    return "".join(residues)


def read_genes(annotation, fasta):
    """Sequences by contig, complete coding transcripts, and the other coding ones, of which not all is known."""
    sequences = read_fasta(read_text(fasta))
    parts = {}
    is_gtf = ".gtf" in annotation
    for line in read_text(annotation).split("\n"):
        if line == "" or line.startswith("#"):
            continue
        contig, _, kind, start, end, _, strand, phase, rest = line.split("\t")
        if kind not in ("exon", "CDS", "stop_codon") or contig not in sequences:
            continue
        attributes = gtf_attributes(rest) if is_gtf else attributes_of(rest)
        name = attributes.get("transcript_id" if is_gtf else "Parent", "").removeprefix("transcript:")
        one = parts.setdefault(name, {"contig": contig, "strand": strand, "exon": [], "CDS": [], "phase": {}})
        place = (int(start) - 1, int(end))
        one["exon" if kind == "exon" else "CDS"].append(place)
        if kind == "CDS":
            one["phase"][place] = int(phase)
    complete, others = [], []
    for name, one in parts.items():
        if not one["CDS"]:
            continue
        exons = sorted(one["exon"])
        sequence, strand = sequences[one["contig"]], one["strand"]
        cds = (min(start for start, _ in one["CDS"]), max(end for _, end in one["CDS"]))
        transcript = Transcript(name, one["contig"], strand, exons, cds, sequence)
        coding = "".join(sequence[max(left, cds[0]) : min(right, cds[1])] for left, right in exons)
        coding = coding if strand == "+" else coding.translate(COMPLEMENT)[::-1]
        whole = translated(coding)
        is_whole = len(coding) % 3 == 0 and coding.startswith("ATG") and whole.endswith("*") and len(whole) * 3 == len(coding)
        if is_whole and "N" not in transcript.bases:
            complete.append(transcript)
        else:
            first = min(one["phase"]) if strand == "+" else max(one["phase"])
            others.append(Transcript(name, one["contig"], strand, exons, cds, sequence, one["phase"][first]))
    return sequences, complete, others


def gtf_attributes(text):
    return dict(part.strip().split(" ", 1) for part in text.replace('"', "").strip().strip(";").split(";") if " " in part.strip())
