"""Floor 5: stage, measure, derive, release, query. The only room that runs SQL on figures."""
