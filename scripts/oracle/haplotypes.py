"""`npm run oracle:haplotypes [-- --seed N --files N]`: proteins of random haplotypes, phased and not, on germline backgrounds, at start
codons and splice sites, and their peptides. Each molecule's edits are put into the genome, which is re-spliced and translated by the
plainest means (haplotype_genes.py), and held against what the built command says. Ends with 1 where anything differs."""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

from haplotype_cases import Drawer, vcf_text
from haplotype_checks import GeneCheck
from annotation import read_fasta, read_text
from haplotype_genes import read_genes

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.path.join(ROOT, "..", "shared", "data", "reference")
# Annotation, sequence, and the stretches of each contig that have bases (None: all of it).
SETS = {
    "mini": ("Homo_sapiens.GRCh38.110_miniannotation.gtf.gz", "mini.fa.gz", None),
    "chr21": (
        "chr21/Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz",
        "chr21/chr21.vepregion.Npad.fa.gz",
        [("21", 25_000_000, 26_000_000), ("21", 43_760_000, 43_890_000)],
    ),
}
NAMES = re.compile(r'((?:\bID=|\bParent=|\bgene_id=|\btranscript_id=|\bgene_id "|\btranscript_id "))([^;"]+)')
# All possibilities are asked for: the limit of four is a matter of taste, not of truth.
SETTINGS = ["--set", "annotate-consequences.maxPhasePossibilities=63"]


def run(command, arguments, out):
    with open(out, "w") as file:
        subprocess.run(["node", command, *arguments], stdout=file, stderr=subprocess.PIPE, check=True, timeout=300)


def read_table(path):
    with open(path) as file:
        names = file.readline().rstrip("\n").split("\t")
        for line in file:
            yield dict(zip(names, line.rstrip("\n").split("\t")))


def clusters(transcripts):
    """Transcripts of one contig that overlap, whatever their gene: their alleles are drawn together."""
    found = []
    for one in sorted(transcripts, key=lambda one: (one.contig, one.start)):
        if found and found[-1][0].contig == one.contig and one.start < max(other.end for other in found[-1]):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def write_copies(name, folder, copies):
    """A genome that holds every gene several times, under other names: as many patients in one file."""
    annotation, fasta, stretches = SETS[name]
    sequences = read_fasta(read_text(os.path.join(DATA, fasta)))
    stretches = stretches or [(contig, 0, len(bases)) for contig, bases in sequences.items()]
    lines = [line.split("\t") for line in read_text(os.path.join(DATA, annotation)).split("\n") if line and line[0] != "#"]
    paths = os.path.join(folder, "genes.gtf" if ".gtf" in annotation else "genes.gff3"), os.path.join(folder, "genes.fa")
    with open(paths[0], "w") as genes, open(paths[1], "w") as bases:
        for number, (contig, start, end) in enumerate(stretches):
            kept = [fields for fields in lines if fields[0] == contig and start < int(fields[3]) and int(fields[4]) <= end]
            parents = {fields[8].split("ID=")[-1].split(";")[0] for fields in kept}
            kept = [fields for fields in kept if "Parent=" not in fields[8] or is_nested(fields, parents)]
            for copy in range(copies):
                bases.write(f">{contig}n{number}c{copy}\n{sequences[contig][start:end]}\n")
                for fields in kept:
                    place = str(int(fields[3]) - start), str(int(fields[4]) - start)
                    text = NAMES.sub(rf"\g<1>\g<2>c{copy}", fields[8])
                    genes.write("\t".join([f"{contig}n{number}c{copy}", *fields[1:3], *place, *fields[5:8], text]) + "\n")
    return paths


def is_nested(fields, parents):
    return fields[8].split("Parent=")[1].split(";")[0] in parents


class Reference:
    def __init__(self, name, folder, command, copies):
        annotation, fasta = write_copies(name, folder, copies)
        self.bundle = os.path.join(folder, f"{name}.ref")
        self.sequences, transcripts, self.others = read_genes(annotation, fasta)
        self.clusters = clusters(transcripts)
        self.folder, self.command = folder, command
        self.self_windows = set()
        self.maybe_windows = set()
        for protein in {one.protein(()) for one in transcripts}:
            add_windows(self.self_windows, protein.rstrip("*"))
        for protein in {one.protein(()) for one in self.others}:
            add_windows(self.maybe_windows, protein.rstrip("*"))
        flag = "--gtf" if annotation.endswith(".gtf") else "--gff"
        built = ["reference", "build", flag, annotation, "--fasta", fasta, "--name", name, "--build", "GRCh38", "--out", self.bundle]
        run(command, built, os.path.join(folder, "build.txt"))

    def ask(self, alleles):
        """Rows and peptides of one pair of files."""
        paths = {one: os.path.join(self.folder, one) for one in ("tumour.vcf", "germline.vcf", "rows.tsv", "peptides.tsv")}
        for path, is_germline, sample in (("tumour.vcf", False, "TUMOR"), ("germline.vcf", True, "NORMAL")):
            with open(paths[path], "w") as file:
                file.write(vcf_text([one for one in alleles if one.is_germline == is_germline], self.sequences, sample))
        inputs = ["--vcf", paths["tumour.vcf"], "--germline-vcf", paths["germline.vcf"], "--reference", self.bundle, *SETTINGS]
        run(self.command, ["annotate", *inputs], paths["rows.tsv"])
        run(self.command, ["peptides", *inputs, "--lengths", "8-11"], paths["peptides.tsv"])
        rows, peptides = collections.defaultdict(list), collections.defaultdict(list)
        for row in read_table(paths["rows.tsv"]):
            rows[variant_of(row), row["transcript"].split(".")[0]].append(row)
        for row in read_table(paths["peptides.tsv"]):
            peptides[variant_of(row), row["transcript"].split(".")[0]].append((row["peptide"], int(row["offset"])))
        return rows, peptides

    def check(self, drawn, answers, counts):
        """Differences of several genes, each with its group of transcripts and its alleles."""
        checks = [GeneCheck(self, group, alleles, answers, counts) for group, alleles in drawn]
        certain, maybe = set(), set()
        for one in checks:
            for transcript in one.transcripts:
                one.germline_windows(transcript, certain, maybe)
            for transcript in self.others:
                if transcript.contig == one.transcripts[0].contig:
                    one.germline_windows(transcript, maybe, maybe)
        return [(one, one.differences(certain, maybe)) for one in checks]


def variant_of(row):
    return ":".join((row["chrom"], row["pos"], row["ref"], row["alt"]))


def add_windows(windows, protein):
    for length in (8, 9, 10, 11):
        windows.update(protein[at : at + length] for at in range(len(protein) - length + 1))


def smaller(reference, group, alleles, kind):
    """The fewest of the alleles that still show a difference of the kind."""
    for one in list(alleles):
        rest = [other for other in alleles if other is not one]
        if any(not other.is_germline for other in rest):
            found = recheck(reference, group, rest)
            if any(difference[0] == kind for difference in found):
                alleles = rest
    return alleles, [difference for difference in recheck(reference, group, alleles) if difference[0] == kind]


def recheck(reference, group, alleles):
    ((_, found),) = reference.check([(group, alleles)], reference.ask(alleles), collections.Counter())
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--files", type=int, default=2, help="pairs of VCFs for each seed and reference")
    parser.add_argument("--copies", type=int, default=12, help="of each gene in a file")
    parser.add_argument("--set", action="append", choices=sorted(SETS))
    parser.add_argument("--command", default=os.path.join(ROOT, "dist", "workers", "cli", "main.js"))
    parser.add_argument("--show", type=int, default=2, help="differences of each kind shown with the fewest alleles")
    options = parser.parse_args()
    if not os.path.isdir(DATA):
        sys.exit("the comparison needs the references beside the checkout")
    total, failures = collections.Counter(), collections.Counter()
    for name in options.set or sorted(SETS):
        with tempfile.TemporaryDirectory() as folder:
            reference = Reference(name, folder, options.command, options.copies * (5 if name == "chr21" else 1))
            for seed in options.seed or [1]:
                counts = collections.Counter()
                for file in range(options.files):
                    compare_file(reference, f"{name} {seed} {file}", counts, failures, options.show)
                total += counts
                print(name, "seed", seed, json.dumps(dict(sorted(counts.items()))), flush=True)
    print("all", json.dumps(dict(sorted(total.items()))))
    print("differences", json.dumps(dict(sorted(failures.items()))))
    sys.exit(1 if failures else 0)


def compare_file(reference, seed, counts, failures, show):
    drawer = Drawer(seed, reference.sequences)
    drawn = [(group, drawer.gene(group, number + 1)) for number, group in enumerate(reference.clusters)]
    drawn = [(group, alleles) for group, alleles in drawn if any(not one.is_germline for one in alleles)]
    answers = reference.ask([one for _, alleles in drawn for one in alleles])
    counts["genes"] += len(drawn)
    shown = []
    for gene, found in reference.check(drawn, answers, counts):
        for difference in found:
            failures[difference[0]] += 1
            if failures[difference[0]] <= show:
                print("first seen:", *difference)
                shown.append((gene.transcripts, gene.alleles, difference[0]))
    for group, alleles, kind in shown:
        fewest, found = smaller(reference, group, alleles, kind)
        print(f"{kind} (file {seed}):")
        for one in fewest:
            print("   ", one.id, "germline" if one.is_germline else "somatic", *one.placed)
        for difference in found[:2]:
            print("   ", *difference[1:], sep="\n      ")


if __name__ == "__main__":
    main()
