"""The same six figures and six charts, four times: this project's page, a plain one, Dash tuned, and Plotly alone."""
