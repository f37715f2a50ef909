from .answers.fitting import fitted as fitted
from .answers.submission import Submission as Submission
from .answers.submission import read_submissions as read_submissions
from .marking.cells import mark as mark
from .marking.marks import Mark as Mark
from .marking.marks import Verdict as Verdict
