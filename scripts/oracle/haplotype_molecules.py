"""Which molecules a gene's alleles make, and where each allele lies on a transcript."""

from itertools import combinations, product

from haplotype_cases import always_together, never_together, touches

LENGTHS = (8, 9, 10, 11)
PLAIN = ("coding", "utr", "intron", "outside")
MOST_UNITS = 6


class GeneMolecules:
    """`places` keeps what was found of each transcript and allele."""

    def __init__(self, reference, transcripts, alleles):
        self.reference, self.transcripts, self.alleles = reference, transcripts, alleles
        self.places = {}

    def placed(self, transcript, allele):
        """Place and edit. One that touches a splice site or the start codon as it is written, but not an equal place further along its
        repeat, leaves those whole: the edited genome is the same."""
        key = transcript.name, allele.id
        if key not in self.places:
            self.places[key] = self.find_place(transcript, allele)
        return self.places[key]

    def find_place(self, transcript, allele):
        place = transcript.place_of(allele.edit)
        if place in PLAIN:
            return place, allele.edit
        start, ref, _ = allele.edit
        for edit in self.equivalents(allele):
            if transcript.place_of(edit) in PLAIN:
                end = edit[0] + len(ref)
                is_alone = not any(start <= o.edit[0] + len(o.edit[1]) and o.edit[0] <= end for o in self.alleles if o is not allele)
                moved = transcript.place_of(edit)
                return (moved if is_alone and moved != "outside" else "movable"), edit
        if place != "start" and (start + len(ref) <= transcript.cds[0] or start >= transcript.cds[1]):
            return "untranslated site", allele.edit
        return place, allele.edit

    def place_of(self, transcript, allele):
        return self.placed(transcript, allele)[0]

    def equivalents(self, allele):
        """Left-aligned edits can only move to the right."""
        start, ref, alt = allele.edit
        sequence = self.reference.sequences[allele.chrom]
        moving = ref or alt
        while (ref == "") != (alt == "") and sequence[start + len(ref)] == moving[0]:
            moving = moving[1:] + moving[0]
            start += 1
            ref, alt = (moving if ref else ""), (moving if alt else "")
            yield start, ref, alt

    def edits(self, transcript, alleles):
        places = [self.placed(transcript, one) for one in alleles]
        return frozenset(edit for place, edit in places if place in PLAIN and transcript.start < edit[0] < transcript.end)

    def protein(self, transcript, alleles):
        return transcript.protein(self.edits(transcript, alleles))

    def proven(self, variant):
        others = [one for one in self.alleles if one is not variant and one.placed[0] != "unknown"]
        if variant.placed[0] == "every":
            return [one for one in others if one.placed[0] == "every"]
        return [one for one in others if always_together(variant, one)]

    def units(self, variant):
        """Alleles that may lie with the variant, in sets that lie together, each with what excludes other sets."""
        mates = self.proven(variant)
        units = {}
        for one in self.alleles:
            if one is variant or one in mates or never_together(one, variant) or one.placed[0] in ("unknown", "every"):
                continue
            if variant.placed[0] == "unknown" and not one.is_germline:
                continue
            key = one.placed if one.placed[0] == "set" else ("one", one.id, 0)
            units.setdefault(key, []).append(one)
        return units

    def molecules(self, variant):
        """Each set of alleles that the variant's molecule may have beside it."""
        mates, units = self.proven(variant), self.units(variant)
        if len(units) > MOST_UNITS:
            return
        choices = []
        for name in dict.fromkeys(key[1] for key in units):
            members = [alleles for key, alleles in units.items() if key[1] == name]
            # A molecule has one haplotype of a set or the other: none of its alleles only where the other has none.
            choices.append(members if len(members) == 2 else [[], *members])
        for chosen in product(*choices):
            yield [*mates, *(one for members in chosen for one in members)]

    def homes(self, variant):
        """Mates that the certain row may have: of a variant on both molecules it tells one."""
        mates = self.proven(variant)
        if variant.placed[0] != "every":
            return [mates]
        return [mates, *([*mates, *alleles] for key, alleles in self.units(variant).items() if key[0] == "set")]

    def is_possible(self, alleles):
        return not any(touches(one.edit, other.edit) or never_together(one, other) for one, other in combinations(alleles, 2))

    def is_plain(self, transcript, alleles):
        return all(self.place_of(transcript, one) in (*PLAIN, "untranslated site") for one in alleles)

    def germline_windows(self, transcript, certain, maybe):
        """Adds windows that germline alleles make: for certain, and in any combination of unphased alleles."""
        germline = [one for one in self.alleles if one.is_germline]
        broken = [one for one in germline if not self.is_plain(transcript, [one])]
        germline = [one for one in germline if self.place_of(transcript, one) in PLAIN]
        every = [one for one in germline if one.placed[0] == "every"]
        rest = [one for one in germline if one.placed[0] != "every"]
        for size in range(len(rest) + 1):
            for chosen in combinations(rest, size):
                molecule = [*every, *chosen]
                if not molecule or not self.is_possible(molecule):
                    continue
                windows = self.new_windows(self.protein(transcript, molecule) or "", transcript.protein(()) or "")
                maybe.update(windows)
                is_one = len(chosen) <= 1 or len({one.placed for one in chosen}) == 1
                is_whole = is_one and self.is_whole_haplotype(chosen, [*rest, *broken])
                # A heterozygous allele of the 3' UTR that only a germline frameshift reads is a known limit (docs/validation/annotation.md).
                is_within = all(self.place_of(transcript, one) != "utr" for one in chosen)
                if is_whole and is_within and not any(one.placed[0] == "every" for one in broken):
                    certain.update(windows)

    @staticmethod
    def is_whole_haplotype(chosen, rest):
        return all(one in chosen for one in rest for other in chosen if always_together(one, other))

    @staticmethod
    def new_windows(protein, before):
        """Windows that the second protein lacks."""
        protein, before = protein.rstrip("*"), before.rstrip("*")
        start = 0
        while start < min(len(protein), len(before)) and protein[start] == before[start]:
            start += 1
        shared = 0
        while shared < min(len(protein), len(before)) - start and protein[-1 - shared] == before[-1 - shared]:
            shared += 1
        end = len(protein) - shared
        found = []
        for length in LENGTHS:
            for at in range(max(0, start - length + 1), min(len(protein) - length, end) + 1):
                window = protein[at : at + length]
                if window not in before and "X" not in window:
                    found.append(window)
        return found
