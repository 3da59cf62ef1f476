"""What the other annotators need, and running them: called by main.ts, one sub-command a step, all files in one working folder.

  prepare FOLDER FASTA GFF3    reference.fa (+ .fai), annotation.gff3, annotation.gtf, cdna.fa, protein.fa
  plain FOLDER                 normalised.vcf -> plain.tsv: proteins by editing the spliced sequence and translating it, nothing else
  csq FOLDER                   variants.vcf -> normalised.vcf (bcftools norm) -> csq.vcf (bcftools csq --local-csq)
  varcode FOLDER SHARD OF      every row of subset.tsv whose number is SHARD modulo OF -> varcode.SHARD.tsv
  versions                     versions of the packages, as JSON
"""

import json
import os
import re
import sys
from importlib.metadata import version

from annotation import CODE, STOPS, read_fasta, read_text, read_transcripts, spliced
from plain import run_plain


def codon_lines(cds, strand, is_start):
    """Genomic parts of the first or last three bases of the CDS."""
    from_left = (strand == "+") == is_start
    wanted, found = 3, []
    for start, end, _ in cds if from_left else reversed(cds):
        length = min(wanted, end - start + 1)
        found.append((start, start + length - 1) if from_left else (end - length + 1, end))
        wanted -= length
        if wanted == 0:
            break
    return sorted(found)


def without_stop(cds, strand):
    """The CDS as GTF gives it: without its last three bases."""
    parts, cut = list(cds), 3
    while cut > 0:
        index = -1 if strand == "+" else 0
        start, end, phase = parts[index]
        length = min(cut, end - start + 1)
        cut -= length
        if length == end - start + 1:
            parts.pop(index)
        else:
            parts[index] = (start, end - length, phase) if strand == "+" else (start + length, end, phase)
    return parts


def gtf_lines(transcript, sequence):
    gene, strand, contig = transcript["gene"], transcript["strand"], transcript["contig"]
    gene_biotype = gene["attributes"].get("biotype", "")
    biotype = transcript["attributes"].get("biotype", gene_biotype)
    name = gene["attributes"].get("Name", gene["id"])
    notes = f'gene_id "{gene["id"]}"; gene_name "{name}"; gene_biotype "{gene_biotype}"; '
    notes += f'transcript_id "{transcript["id"]}"; transcript_name "{transcript["id"]}"; transcript_biotype "{biotype}";'

    def line(kind, start, end, phase=".", extra=""):
        return f"{contig}\toracle\t{kind}\t{start}\t{end}\t.\t{strand}\t{phase}\t{notes}{extra}"

    yield line("transcript", transcript["start"], transcript["end"])
    exons = transcript["exons"] if strand == "+" else transcript["exons"][::-1]
    for rank, (start, end, _) in enumerate(exons, 1):
        exon_id = f' exon_number "{rank}"; exon_id "{transcript["id"]}.{rank}";'
        yield line("exon", start, end, ".", exon_id)
    cds = transcript["cds"]
    if not cds:
        return
    coding = spliced(sequence, cds, strand)
    first_phase = cds[0 if strand == "+" else -1][2]
    is_started = first_phase == "0" and coding[:3] == "ATG"
    # An open start that lies in the first exon is marked by phase alone; only whole codons make a stop.
    is_stopped = len(coding) > 3 and (len(coding) - int(first_phase)) % 3 == 0 and coding[-3:] in STOPS
    kept = without_stop(cds, strand) if is_stopped else cds
    protein = f' protein_id "P{transcript["id"]}";'
    for start, end, phase in kept:
        yield line("CDS", start, end, phase, protein)
    if is_started:
        for start, end in codon_lines(cds, strand, True):
            yield line("start_codon", start, end, "0")
    if is_stopped:
        for start, end in codon_lines(cds, strand, False):
            yield line("stop_codon", start, end, "0")


def write_fasta(path, records):
    with open(path, "w") as file:
        for head, sequence in records:
            file.write(f">{head}\n")
            for at in range(0, len(sequence), 60):
                file.write(sequence[at : at + 60] + "\n")


def prepare(folder, fasta, gff):
    import pysam

    text = read_text(fasta)
    sequences = read_fasta(text)
    path = os.path.join(folder, "reference.fa")
    write_fasta(path, sequences.items())
    pysam.faidx(path)
    annotation = read_text(gff)
    with open(os.path.join(folder, "annotation.gff3"), "w") as file:
        file.write(annotation)
    transcripts = read_transcripts(annotation)
    genes = {transcript["gene"]["id"]: transcript["gene"] for transcript in transcripts}
    with open(os.path.join(folder, "annotation.gtf"), "w") as file:
        for gene in genes.values():
            notes = f'gene_id "{gene["id"]}"; gene_name "{gene["attributes"].get("Name", gene["id"])}"; '
            notes += f'gene_biotype "{gene["attributes"].get("biotype", "")}";'
            place = f'{gene["start"]}\t{gene["end"]}\t.\t{gene["strand"]}\t.'
            file.write(f'{gene["contig"]}\toracle\tgene\t{place}\t{notes}\n')
        for transcript in transcripts:
            file.write("\n".join(gtf_lines(transcript, sequences[transcript["contig"]])) + "\n")
    cdna = [(one["id"], spliced(sequences[one["contig"]], one["exons"], one["strand"])) for one in transcripts]
    write_fasta(os.path.join(folder, "cdna.fa"), cdna)
    proteins = []
    for one in transcripts:
        if one["cds"]:
            bases = spliced(sequences[one["contig"]], one["cds"], one["strand"])
            bases = bases[int(one["cds"][0 if one["strand"] == "+" else -1][2]) :]
            letters = "".join(CODE.get(bases[at : at + 3], "X") for at in range(0, len(bases) - 2, 3))
            proteins.append((f'P{one["id"]} transcript:{one["id"]}', letters.rstrip("*")))
    write_fasta(os.path.join(folder, "protein.fa"), proteins)


def run_csq(folder):
    import pysam.bcftools

    def at(name):
        return os.path.join(folder, name)

    reference = ["-f", at("reference.fa")]
    pysam.bcftools.norm(*reference, "-o", at("unsorted.vcf"), at("variants.vcf"), catch_stdout=False)
    pysam.bcftools.sort("-o", at("normalised.vcf"), at("unsorted.vcf"), catch_stdout=False)
    gff = ["-g", at("annotation.gff3")]
    pysam.bcftools.csq("-l", *reference, *gff, "-o", at("csq.vcf"), at("normalised.vcf"), catch_stdout=False)


def open_genome(folder):
    import pyensembl

    genome = pyensembl.Genome(
        reference_name="oracle",
        annotation_name="oracle",
        gtf_path_or_url=os.path.join(folder, "annotation.gtf"),
        transcript_fasta_paths_or_urls=[os.path.join(folder, "cdna.fa")],
        protein_fasta_paths_or_urls=[os.path.join(folder, "protein.fa")],
        cache_directory_path=os.path.join(folder, "pyensembl"),
    )
    genome.index()
    return genome


def run_varcode(folder, shard, of):
    from varcode import Variant

    genome = open_genome(folder)
    with open(os.path.join(folder, "subset.tsv")) as file, open(os.path.join(folder, f"varcode.{shard}.tsv"), "w") as out:
        for number, line in enumerate(file):
            if number % of != shard:
                continue
            name, contig, position, ref, alt = line.rstrip("\n").split("\t")
            try:
                variant = Variant(contig, int(position), ref, alt, genome)
                effects = variant.effects(raise_on_error=True)
            except Exception as error:
                out.write(f"{name}\t\tERROR\t\t{type(error).__name__}\t\n")
                continue
            for effect in effects:
                out.write(varcode_line(name, effect))


def varcode_line(name, effect):
    """name, transcript, class, signal hit, description, mutant protein; of a splice disruption what it would be with splicing unchanged."""
    transcript = getattr(effect, "transcript", None)
    if transcript is None:
        return ""
    signal = ""
    if type(effect).__name__ == "SpliceOutcomeSet":
        signal = effect.disrupted_signal_class.__name__
        effect = effect.effect_if_splicing_unchanged
    try:
        protein = getattr(effect, "mutant_protein_sequence", None) or ""
    except Exception:
        protein = ""
    description = re.sub(r"\s", " ", str(getattr(effect, "short_description", "")))
    kind = "" if effect is None else type(effect).__name__
    return f"{name}\t{transcript.id}\t{kind}\t{signal}\t{description}\t{protein}\n"


def main():
    command, *rest = sys.argv[1:]
    if command == "prepare":
        prepare(*rest)
    elif command == "csq":
        run_csq(*rest)
    elif command == "plain":
        run_plain(*rest)
    elif command == "index":
        open_genome(*rest)
    elif command == "varcode":
        run_varcode(rest[0], int(rest[1]), int(rest[2]))
    elif command == "versions":
        import pysam.version

        found = {name: version(name) for name in ("pysam", "varcode", "pyensembl")}
        print(json.dumps({**found, "bcftools": pysam.version.__samtools_version__}))
    else:
        sys.exit(f"unknown command {command}")


if __name__ == "__main__":
    main()
