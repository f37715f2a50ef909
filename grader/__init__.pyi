from .answers.fitting import fitted as fitted
from .answers.reading import read_submissions as read_submissions
from .answers.submission import Submission as Submission
from .marking.cells import mark as mark
from .marking.marks import Mark as Mark
from .marking.marks import Verdict as Verdict
