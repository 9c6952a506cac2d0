"""The measures of the patient: the page beside the photos, its list and its curve."""
