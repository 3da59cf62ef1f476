"""Reads FASTA and GFF3, and splices: what the other annotators' inputs and the plain translation are made of."""

import gzip

COMPLEMENT = str.maketrans("ACGTNacgtn", "TGCANtgcan")
BASES = "TCAG"
AMINO_ACIDS = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = [a + b + c for a in BASES for b in BASES for c in BASES]
CODE = dict(zip(CODONS, AMINO_ACIDS))
STOPS = {"TAA", "TAG", "TGA"}


def read_text(path):
    with open(path, "rb") as file:
        raw = file.read()
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode()


def read_fasta(text):
    sequences = {}
    for record in text.split(">")[1:]:
        head, _, body = record.partition("\n")
        sequences[head.split()[0]] = body.replace("\n", "").upper()
    return sequences


def attributes_of(text):
    return dict(part.split("=", 1) for part in text.strip().strip(";").split(";") if "=" in part)


def read_transcripts(gff):
    """Transcripts with exons and CDS parts in order of the genome; 1-based closed coordinates as in the file."""
    genes, transcripts = {}, {}
    parts = []
    for line in gff.split("\n"):
        if line == "" or line.startswith("#"):
            continue
        contig, _, kind, start, end, _, strand, phase, rest = line.split("\t")
        attributes = attributes_of(rest)
        identity = attributes.get("ID", "")
        place = {"contig": contig, "start": int(start), "end": int(end), "strand": strand}
        if identity.startswith("transcript:"):
            transcripts[identity] = {**place, "attributes": attributes, "exons": [], "cds": [], "id": identity[11:]}
        elif identity.startswith("gene:"):
            genes[identity] = {**place, "attributes": attributes, "id": identity[5:]}
        elif kind in ("exon", "CDS"):
            parts.append((kind, int(start), int(end), phase, attributes.get("Parent", "")))
    for kind, start, end, phase, parent in parts:
        if parent in transcripts:
            transcripts[parent]["exons" if kind == "exon" else "cds"].append((start, end, phase))
    for transcript in transcripts.values():
        transcript["exons"].sort()
        transcript["cds"].sort()
        transcript["gene"] = genes.get(transcript["attributes"].get("Parent", ""))
    return [transcript for transcript in transcripts.values() if transcript["gene"] is not None and transcript["exons"]]


def spliced(sequence, parts, strand):
    bases = "".join(sequence[start - 1 : end] for start, end, *_ in parts)
    return bases if strand == "+" else bases.translate(COMPLEMENT)[::-1]
