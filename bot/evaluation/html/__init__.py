"""An evaluation's report as one HTML file (`page.write`)."""
