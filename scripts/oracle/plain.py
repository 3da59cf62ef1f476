"""The protein of an edited transcript by the plainest means: the edit is put into the spliced sequence, which is translated. No code of the product."""

import os

from annotation import CODE, COMPLEMENT, read_fasta, read_text, read_transcripts, spliced


def trimmed(position, ref, alt):
    """0-based start and the bases that differ."""
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    start = position - 1
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return start, ref, alt


def coding_transcript(transcript, sequence):
    """Spliced sequence with the places of CDS and exons on it; None where the annotation has no usable reading frame."""
    cds, exons, strand = transcript["cds"], transcript["exons"], transcript["strand"]
    if not cds:
        return None
    mrna = spliced(sequence, exons, strand)
    offsets, at = [], 0
    for start, end, _ in exons if strand == "+" else reversed(exons):
        offsets.append((start - 1, end, at))
        at += end - start + 1
    first = cds[0][0] - 1 if strand == "+" else cds[-1][1] - 1
    last = cds[-1][1] - 1 if strand == "+" else cds[0][0] - 1
    place = {"mrna": mrna, "offsets": offsets, "strand": strand}
    begin, end = mrna_offset(place, first), mrna_offset(place, last)
    if begin is None or end is None:
        return None
    phase = int(cds[0 if strand == "+" else -1][2])
    # A codon that the annotation cuts is counted, its missing bases are N.
    cut = "N" * ((3 - phase) % 3)
    mrna = mrna[:begin] + cut + mrna[begin:]
    wildtype = translated(mrna[begin : end + 1 + len(cut)], True)
    is_open = phase > 0 or "cds_start_NF" in transcript["attributes"].get("tag", "") or mrna[begin : begin + 3] != "ATG"
    found = {"begin": begin, "end": end + 1, "cut": len(cut), "is_open": is_open, "wildtype": wildtype}
    return {**place, **found, "mrna": mrna}


def mrna_offset(place, base):
    for start, end, offset in place["offsets"]:
        if start <= base < end:
            return offset + (base - start if place["strand"] == "+" else end - 1 - base)
    return None


def translated(bases, whole):
    """Residues with '*' where a stop ends them; an incomplete last codon gives nothing."""
    residues = []
    for at in range(0, len(bases) - 2, 3):
        residue = CODE.get(bases[at : at + 3], "X")
        residues.append(residue)
        if residue == "*" and whole:
            break
    return "".join(residues)


def plain_protein(coding, start, ref, alt):
    """The protein of the edited transcript; None where the edit is not within one exon, or reaches into the start codon."""
    strand, mrna = coding["strand"], coding["mrna"]
    exon = next((one for one in coding["offsets"] if one[0] <= start and start + len(ref) <= one[1]), None)
    if exon is None or (ref == "" and start in (exon[0], exon[1])):
        return None
    left, right, offset = exon
    at = offset + (start - left if strand == "+" else right - start - len(ref))
    added = alt if strand == "+" else alt.translate(COMPLEMENT)[::-1]
    begin, end = coding["begin"], coding["end"]
    if at + len(ref) <= begin or at >= end:
        return None
    if at < begin + (0 if coding["is_open"] else 3):
        return None
    at, end = at + coding["cut"], end + coding["cut"]
    wildtype = coding["wildtype"]
    is_closed = wildtype.endswith("*") and (end - begin) // 3 == len(wildtype)
    if not is_closed and "*" in wildtype:
        return None
    edited = mrna[:at] + added + mrna[at + len(ref) :]
    if not is_closed:
        edited = edited[: end + len(alt) - len(ref)]
    kept = (at - begin) // 3
    return wildtype[:kept] + translated(edited[begin + 3 * kept :], True)


def equivalents(sequence, start, ref, alt):
    """The places of an indel: moved over equal bases as far as they go, to the left and to the right."""
    yield start, ref, alt
    if (ref == "") == (alt == ""):
        return
    for step in (1, -1):
        at, moved = start, ref or alt
        for _ in range(300):
            outside = at + (len(ref) if step == 1 else -1)
            if not 0 <= outside < len(sequence) or sequence[outside] != moved[0 if step == 1 else -1]:
                break
            moved = moved[1:] + moved[0] if step == 1 else moved[-1] + moved[:-1]
            at += step
            yield at, moved if ref else "", moved if alt else ""


def is_plainly_outside(coding, transcript, start, end):
    """Whether the edit, left-aligned, lies in an intron away from splice sites or in a UTR: that is where it is."""
    if all(end <= left - 2 or start >= right + 2 for left, right, _ in coding["offsets"]):
        return True
    is_in_exon = any(
        left <= start and end <= right and not (start == end and start in (left, right))
        for left, right, _ in coding["offsets"]
    )
    return is_in_exon and (end <= transcript["cds"][0][0] - 1 or start >= transcript["cds"][-1][1])


def run_plain(folder):
    sequences = read_fasta(read_text(os.path.join(folder, "reference.fa")))
    transcripts = read_transcripts(read_text(os.path.join(folder, "annotation.gff3")))
    by_contig = {}
    for one in transcripts:
        coding = coding_transcript(one, sequences[one["contig"]])
        if coding is not None:
            by_contig.setdefault(one["contig"], []).append((one, coding))
    with open(os.path.join(folder, "normalised.vcf")) as file, open(os.path.join(folder, "plain.tsv"), "w") as out:
        for line in file:
            if line.startswith("#"):
                continue
            contig, position, name, ref, alt = line.split("\t")[:5]
            start, ref, alt = trimmed(int(position), ref, alt)
            for one, coding in by_contig.get(contig, []):
                if start > one["end"] or start + len(ref) < one["start"] - 1:
                    continue
                found = None
                if is_plainly_outside(coding, one, start, start + len(ref)):
                    continue
                for place in equivalents(sequences[contig], start, ref, alt):
                    found = plain_protein(coding, *place)
                    if found is not None:
                        break
                if found is not None:
                    out.write(f"{name}\t{one['id']}\t{found}\n")
