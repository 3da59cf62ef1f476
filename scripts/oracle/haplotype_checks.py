"""What must hold of the rows and peptides of one gene's alleles."""

from itertools import combinations

from haplotype_cases import always_together
from haplotype_genes import translated
from haplotype_molecules import PLAIN, GeneMolecules


class GeneCheck(GeneMolecules):
    def __init__(self, reference, transcripts, alleles, answers, counts):
        super().__init__(reference, transcripts, alleles)
        self.rows, self.peptides = answers
        self.counts = counts
        self.by_id = {one.id: one for one in alleles}
        self.found = []

    def differences(self, germline_self, germline_maybe):
        """Given the windows of the patient's healthy proteins."""
        self.germline_self, self.germline_maybe = germline_self, germline_maybe
        for transcript in self.transcripts:
            for one in self.alleles:
                if not one.is_germline:
                    self.check_variant(transcript, one)
        return self.found

    def differ(self, kind, transcript, variant, *facts):
        self.found.append((kind, f"{variant.id} on {transcript.name} ({transcript.strand})", *facts))

    # --- rows ---

    def check_variant(self, transcript, variant):
        rows = self.rows.get((variant.id, transcript.name), [])
        place = self.place_of(transcript, variant)
        if sum(row["status"] == "ok" for row in rows) > 1:
            self.differ("several ok rows", transcript, variant)
        if place in ("outside", "intron", "utr"):
            if any(row["mutant_protein"] != "NA" for row in rows):
                self.differ("protein of a change outside the coding sequence", transcript, variant, place)
            self.counts["outside the coding sequence"] += 1
            return
        if place in ("movable", "across", "untranslated site"):
            self.counts[f"left out: {place}"] += 1
            return
        homes = self.homes(variant)
        if not any(self.is_plain(transcript, mates) for mates in homes):
            self.counts["left out: a mate hits start or splice site"] += 1
            if any(row["status"] in ("ok", "SYNONYMOUS") for row in rows) and "movable" not in {self.place_of(transcript, one) for one in homes[0]}:
                self.differ("certain though a mate hits start or splice site", transcript, variant)
            return
        if place == "start":
            self.check_start(transcript, variant, rows, homes)
        elif place == "splice":
            self.check_splice(transcript, variant, rows, homes)
        else:
            self.check_certain(transcript, variant, rows)
            self.check_possible(transcript, variant, rows)
        self.check_peptides(transcript, variant, rows, place)

    def check_certain(self, transcript, variant, rows):
        self.counts["certain proteins"] += 1
        certain = [row for row in rows if row["status"] in ("ok", "SYNONYMOUS")]
        if len(certain) != 1 and not all(self.is_plain(transcript, mates) for mates in self.homes(variant)):
            return
        if len(certain) != 1:
            self.differ("no certain row", transcript, variant, [row["status"] for row in rows])
            return
        (row,) = certain
        mates = self.proven(variant)
        if variant.placed[0] == "every":
            group = self.group_of(row)
            mates = self.closed([one for one in group if one is not variant], variant)
            if not self.is_plain(transcript, mates):
                self.counts["left out: movable"] += 1
                return
        expected = self.protein(transcript, [variant, *mates]), self.protein(transcript, [one for one in mates if one.is_germline])
        given = row["mutant_protein"], row["wildtype_protein"]
        if len(mates) > 0:
            self.counts["certain proteins with mates"] += 1
        if given[0] != expected[0]:
            self.differ("mutant protein", transcript, variant, self.names(mates), *difference(given[0], expected[0]))
        if given[1] != expected[1]:
            self.differ("wild-type protein", transcript, variant, self.names(mates), *difference(given[1], expected[1]))
        if row["status"] == "SYNONYMOUS" and not self.is_without_effect(transcript, variant, mates):
            self.differ("synonymous though it changes the protein", transcript, variant, self.names(mates))
        if row["status"] == "ok" and expected[0] == expected[1]:
            self.differ("ok though the protein is the wild type's", transcript, variant, self.names(mates))

    def is_without_effect(self, transcript, variant, mates):
        """Whether the molecule's protein is the same without the variant, or without it and somatic mates that cancel it."""
        protein = self.protein(transcript, [variant, *mates])
        somatic = [one for one in mates if not one.is_germline]
        for size in range(len(somatic) + 1):
            for left_out in combinations(somatic, size):
                if self.protein(transcript, [one for one in mates if one not in left_out]) == protein:
                    return True
        return False

    def group_of(self, row):
        ids = row["phase_group"].removeprefix("possible:").split(",")
        return [self.by_id[one] for one in ids]

    def closed(self, group, variant):
        """With all alleles that are on every molecule or on one with a member."""
        mates = [one for one in group if one is not variant]
        anchors = [one for one in mates if one.placed[0] == "set"]
        for one in self.alleles:
            if one is variant or one in mates or one.placed[0] == "unknown":
                continue
            # Without a genotype of the variant nothing is said of the alleles of its own file.
            if variant.placed[0] == "unknown" and not one.is_germline and one.placed[0] != "every":
                continue
            if one.placed[0] == "every" or any(always_together(one, other) for other in anchors) or one in self.proven(variant):
                mates.append(one)
        return mates

    @staticmethod
    def names(alleles):
        return "with " + ", ".join(f"{one.id}{' (germline)' if one.is_germline else ''}" for one in alleles)

    def check_possible(self, transcript, variant, rows):
        for row in rows:
            if row["status"] != "PHASE_UNKNOWN":
                continue
            self.counts["possible proteins"] += 1
            group = self.group_of(row)
            mates = self.closed(group, variant)
            if variant not in group or not row["phase_group"].startswith("possible:"):
                self.differ("group of a possibility", transcript, variant, row["phase_group"])
                continue
            if not self.is_possible([variant, *mates]):
                self.differ("impossible molecule", transcript, variant, self.names(mates))
                continue
            if "movable" in {self.place_of(transcript, one) for one in mates}:
                self.counts["left out: movable"] += 1
                continue
            expected = self.protein(transcript, [variant, *mates]), self.protein(transcript, [one for one in mates if one.is_germline])
            for name, given, right in zip(("mutant", "wild-type"), (row["mutant_protein"], row["wildtype_protein"]), expected):
                if given != right:
                    self.differ(f"possible {name} protein", transcript, variant, self.names(mates), *difference(given, right))

    # --- start codon ---

    def check_start(self, transcript, variant, rows, homes):
        if any(self.place_of(transcript, one) == "coding" and self.is_beside_start(transcript, one) for mates in homes for one in mates):
            self.counts["left out: a mate beside the start codon"] += 1
            return
        given = [(row["mutant_protein"], row["wildtype_protein"]) for row in rows if row["status"] == "START_LOST" and row["mutant_protein"] != "NA"]
        if any(row["status"] in ("ok", "SYNONYMOUS") for row in rows):
            self.counts["start codon kept"] += 1
            if not any(transcript.protein(self.edits(transcript, mates) | {variant.edit})[:1] == "M" for mates in homes):
                self.differ("start codon kept though it is no ATG", transcript, variant)
            return
        self.counts["start codon lost"] += 1
        expected = []
        for mates in homes:
            protein = next_start(transcript, variant.edit, self.edits(transcript, mates) | {variant.edit})
            wildtype = self.protein(transcript, [one for one in mates if one.is_germline])
            expected.append([] if protein is None else [(protein, wildtype)])
        if given not in expected:
            self.differ("start hypothesis", transcript, variant, self.names(homes[0]), *(str([pair[0][:60] for pair in one]) for one in [given, *expected]))

    def is_beside_start(self, transcript, allele):
        start, ref, _ = allele.edit
        codon = transcript.start_codon()
        return start + len(ref) >= codon[0] - 30 and start <= codon[2] + 30

    # --- splice sites ---

    def check_splice(self, transcript, variant, rows, homes):
        self.counts["splice site lost"] += 1
        given = {(row["mutant_protein"], row["wildtype_protein"]) for row in rows if row["status"] == "SPLICE_ALTERED" and row["mutant_protein"] != "NA"}
        expected = [self.splice_products(transcript, variant, mates) for mates in homes]
        self.counts["splice hypotheses"] += len(expected[0])
        if any(row["status"] in ("ok", "SYNONYMOUS") for row in rows):
            self.differ("certain though a splice site is hit", transcript, variant)
        if given not in expected:
            without = self.protein(transcript, homes[0])
            self.differ("splice hypotheses", transcript, variant, self.names(homes[0]), *(str([short(pair, without) for pair in one]) for one in [given, *expected]))

    def splice_products(self, transcript, variant, mates):
        edits = self.edits(transcript, mates) | {variant.edit}
        without = self.protein(transcript, mates)
        wildtype = self.protein(transcript, [one for one in mates if one.is_germline])
        found = set()
        for exons in lost_structures(transcript, variant.edit):
            protein = transcript.protein(edits, exons)
            if protein is not None and protein.startswith("M") and protein != without:
                found.add((protein, wildtype))
        return found

    # --- peptides ---

    def check_peptides(self, transcript, variant, rows, place):
        listed = self.peptides.get((variant.id, transcript.name), [])
        proteins = [row["mutant_protein"].rstrip("*") for row in rows if row["mutant_protein"] != "NA" and row["status"] != "SYNONYMOUS"]
        self.counts["peptides"] += len(listed)
        for peptide, offset in listed:
            if not any(protein.startswith(peptide, offset) for protein in proteins):
                self.differ("peptide not in the protein", transcript, variant, peptide, offset)
            if peptide in self.reference.self_windows or peptide in self.germline_self:
                self.differ("peptide is self", transcript, variant, peptide)
        if place != "coding":
            return
        windows = self.windows_of(transcript, variant)
        for mates in self.molecules(variant):
            molecule = [variant, *mates]
            if not self.is_possible(molecule) or not self.is_plain(transcript, molecule):
                continue
            self.counts["molecules whose peptides must be there"] += 1
            for window in self.new_windows(self.protein(transcript, molecule), self.protein(transcript, mates)):
                if window in windows or self.is_maybe_self(window):
                    continue
                # One that a mate makes in the frame that this variant restores is the mate's.
                if any(window in self.windows_of(transcript, one) for one in mates if not one.is_germline):
                    self.counts["peptides listed with a mate"] += 1
                    continue
                if any(self.place_of(transcript, one) == "utr" for one in mates if not one.is_germline):
                    self.counts["peptides of an untranslated change"] += 1
                    break
                self.differ("peptide missing", transcript, variant, self.names(mates), window)
                break

    def windows_of(self, transcript, variant):
        return {peptide for peptide, _ in self.peptides.get((variant.id, transcript.name), [])}

    def is_maybe_self(self, window):
        known = self.reference
        return window in known.self_windows or window in known.maybe_windows or window in self.germline_maybe


def difference(given, right):
    start = 0
    while start < min(len(given), len(right)) and given[start] == right[start]:
        start += 1
    return tuple(f"{name} {len(text)} residues, from {start}: {text[start : start + 40]}" for name, text in (("given", given), ("right", right)))


def short(pair, without):
    protein = pair[0]
    start = 0
    while start < min(len(protein), len(without)) and protein[start] == without[start]:
        start += 1
    return f"{len(protein)} {start} {protein[start : start + 20]}"


def lost_structures(transcript, edit):
    """Exons of the mRNA with the exon skipped whose site is hit, and with the intron retained."""
    start, ref, _ = edit
    end = start + len(ref)
    exons = transcript.exons
    for index, ((_, left), (right, _)) in enumerate(zip(exons, exons[1:])):
        if start < left or end > right:
            continue
        skipped = set()
        if start < left + 2:
            skipped.add(index)
        if end > right - 2:
            skipped.add(index + 1)
        if skipped and not skipped & {0, len(exons) - 1}:
            yield [exon for number, exon in enumerate(exons) if number not in skipped]
        yield [*exons[:index], (exons[index][0], exons[index + 1][1]), *exons[index + 2 :]]


def next_start(transcript, lost, edits):
    """From the next ATG in the annotated frame behind the lost start codon; None where a stop comes first."""
    mrna, _ = transcript.spliced(edits)
    plain, begin = transcript.spliced(())
    # Bases behind the edit, counted from the end of the mRNA: what is lost there does not move them.
    start, ref, _ = lost
    border = start + len(ref) if transcript.strand == "+" else start
    behind = sum(max(0, right - max(left, border)) if transcript.strand == "+" else max(0, min(right, border) - left) for left, right in transcript.exons)
    frame_from = len(plain) - behind
    frame_from = max(frame_from, begin + 3)
    frame_from += (begin - frame_from) % 3
    later = [edit for edit in edits if edit != lost and is_behind(transcript, edit, start)]
    shift = sum(len(alt) - len(ref) for _, ref, alt in later)
    at = len(mrna) - (len(plain) - frame_from) - shift
    protein = translated(mrna[at:])
    first = protein.find("M")
    return None if first < 0 else protein[first:]


def is_behind(transcript, edit, base):
    in_exon = any(left <= edit[0] and edit[0] + len(edit[1]) <= right for left, right in transcript.exons)
    return in_exon and (edit[0] > base if transcript.strand == "+" else edit[0] < base)
