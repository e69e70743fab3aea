"""Charts as Vega-Lite specifications in one theme, and their rendering to SVG."""
