/** Names of the files the program reads and writes in its folder. */
export const programFiles = {
  program: 'score.py',
  peptides: 'peptides.txt',
  alleles: 'alleles.txt',
  output: 'predictions.csv',
} as const;

/**
 * The Python that calls MHCnuggets: `python3 score.py I|II` (MHC class). A line of alleles.txt is an allele's canonical name and, after a
 * tab, its names in MHCnuggets. predictions.csv tells of each row which model gave it, for the tool's own command line takes one allele,
 * answers for one without a model by that of another, and names neither in its output.
 *
 * The tool makes its optimizer, which a prediction does not use, with an argument that Keras 3 no longer has. With it renamed, MHCnuggets
 * 2.4.1 on Keras 3.15 gives the numbers it gives on Keras 2.15: 25 pairs of both classes, at most 0.01 nM apart.
 */
export const program = `import inspect
import sys

from mhcnuggets.src import predict as nuggets

mhc_class = sys.argv[1]
make_optimizer = nuggets.Adam


def optimizer(lr):
    try:
        return make_optimizer(learning_rate=lr)
    except TypeError:
        return make_optimizer(lr=lr)


nuggets.Adam = optimizer
closest = nuggets.closest_mhcI if mhc_class == "I" else nuggets.closest_mhcII
parameters = inspect.signature(nuggets.predict).parameters
pickle_path = parameters["pickle_path"].default
ranked = "rank_output" in parameters


def score(model):
    options = {"rank_output": True} if ranked else {}
    nuggets.predict(class_=mhc_class, peptides_path="${programFiles.peptides}", mhc=model, output="scores", **options)
    with open("scores_ranks" if ranked else "scores") as lines:
        next(lines)
        return [line.strip().split(",") for line in lines]


with open("${programFiles.alleles}") as lines:
    wanted = [line.rstrip("\\n").split("\\t") for line in lines]
with open("${programFiles.peptides}") as lines:
    peptides = [line.strip() for line in lines]
with open("${programFiles.output}", "w") as output:
    print("peptide,allele,model_allele,ic50,human_proteome_rank", file=output)
    for allele, *names in wanted:
        model = next((name for name in names if closest(name, pickle_path) == name), None)
        if model is None:
            rows = [[peptide] for peptide in peptides]
            model = closest(names[0], pickle_path)
        else:
            rows = score(model)
        for peptide, *numbers in rows:
            print(",".join([peptide, allele, model, *(numbers + ["", ""])[:2]]), file=output)
`;
