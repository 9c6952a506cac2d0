"""The measures of the patient: the page beside the bench, its list and its curve."""
