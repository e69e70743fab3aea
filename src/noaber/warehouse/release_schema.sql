-- A release: a star of small tables around `observation`. Texts are JSON objects {nl, de, en}.
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE theme (theme_key SMALLINT PRIMARY KEY, id VARCHAR NOT NULL, names JSON NOT NULL, descriptions JSON NOT NULL);
CREATE TABLE unit (id VARCHAR PRIMARY KEY, names JSON NOT NULL, symbol VARCHAR NOT NULL, in_front BOOLEAN NOT NULL);
CREATE TABLE area_type (type_key TINYINT PRIMARY KEY, id VARCHAR NOT NULL, names JSON NOT NULL, plural JSON NOT NULL,
  vintage_bound BOOLEAN NOT NULL, level BOOLEAN NOT NULL);
CREATE TABLE area (area_key INTEGER PRIMARY KEY, id VARCHAR NOT NULL, code VARCHAR NOT NULL, vintage SMALLINT,
  type_key TINYINT NOT NULL, name_nl VARCHAR NOT NULL, name_de VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
  slug VARCHAR NOT NULL, valid_from SMALLINT, valid_to SMALLINT, parent_key INTEGER, same_as VARCHAR,
  hectares DOUBLE, measured_ha DOUBLE, home BOOLEAN NOT NULL);
CREATE TABLE location (child_key INTEGER NOT NULL, parent_key INTEGER NOT NULL);
CREATE TABLE composition (parent_key INTEGER NOT NULL, type_key TINYINT NOT NULL, vintage SMALLINT, year SMALLINT,
  child_key INTEGER NOT NULL);
CREATE TABLE period (period_key INTEGER PRIMARY KEY, text VARCHAR NOT NULL, frequency VARCHAR NOT NULL,
  starts TIMESTAMP NOT NULL, ends TIMESTAMP NOT NULL);
CREATE TABLE dimension (id VARCHAR PRIMARY KEY, names JSON NOT NULL, codes JSON NOT NULL, area_type VARCHAR NOT NULL,
  groups JSON NOT NULL);
CREATE TABLE slice (slice_key INTEGER PRIMARY KEY, text VARCHAR NOT NULL);
CREATE TABLE indicator (indicator_key SMALLINT PRIMARY KEY, id VARCHAR NOT NULL, theme VARCHAR NOT NULL,
  names JSON NOT NULL, definitions JSON NOT NULL, notes JSON NOT NULL, unit VARCHAR NOT NULL, decimals TINYINT NOT NULL,
  direction VARCHAR NOT NULL, kind VARCHAR NOT NULL, formula VARCHAR NOT NULL, weight VARCHAR NOT NULL,
  moment VARCHAR NOT NULL, dimensions JSON NOT NULL, sources JSON NOT NULL, synonyms JSON NOT NULL, breaks JSON NOT NULL,
  rounded_to SMALLINT NOT NULL, visible BOOLEAN NOT NULL, fingerprint VARCHAR NOT NULL,
  audience VARCHAR NOT NULL);
CREATE TABLE flow (indicator_key SMALLINT PRIMARY KEY, dimension VARCHAR NOT NULL, leads VARCHAR NOT NULL,
  uncertain_below DOUBLE NOT NULL);
CREATE TABLE source (id VARCHAR PRIMARY KEY, names JSON NOT NULL, supplier VARCHAR NOT NULL, licence VARCHAR NOT NULL,
  url VARCHAR NOT NULL, cadence VARCHAR NOT NULL, class VARCHAR NOT NULL, next_update VARCHAR NOT NULL,
  notes JSON NOT NULL);
CREATE TABLE delivery (delivery_key SMALLINT PRIMARY KEY, source VARCHAR NOT NULL, file VARCHAR NOT NULL,
  sha256 VARCHAR NOT NULL, received_at VARCHAR NOT NULL, dated VARCHAR NOT NULL, size BIGINT,
  synthetic BOOLEAN NOT NULL, rows_read INTEGER, rows_kept INTEGER, rows_bad INTEGER, rows_empty INTEGER,
  rows_left_out INTEGER); -- size and rows are absent where they would count people
CREATE TABLE finding (delivery_key SMALLINT, indicator_key SMALLINT, check_id VARCHAR NOT NULL,
  severity VARCHAR NOT NULL, count BIGINT NOT NULL, detail JSON NOT NULL);
CREATE TABLE route (route_key SMALLINT PRIMARY KEY, text VARCHAR NOT NULL);
CREATE TABLE shape (area_key INTEGER PRIMARY KEY, geometry VARCHAR NOT NULL);
CREATE TABLE neighbour (area_key INTEGER NOT NULL, neighbour_key INTEGER NOT NULL);
CREATE TABLE story (id VARCHAR PRIMARY KEY, titles JSON NOT NULL, texts JSON NOT NULL, areas JSON NOT NULL,
  themes JSON NOT NULL, date VARCHAR NOT NULL, speaker VARCHAR NOT NULL, roles JSON NOT NULL, synthetic BOOLEAN NOT NULL);
CREATE TABLE link (source VARCHAR NOT NULL, "column" VARCHAR NOT NULL, target VARCHAR NOT NULL, traits JSON NOT NULL,
  threshold DOUBLE, records BIGINT NOT NULL, linked BIGINT, tied BIGINT, taken BIGINT, apart BIGINT,
  expected_false DOUBLE, expected_missed DOUBLE);
CREATE TABLE link_group (source VARCHAR NOT NULL, "column" VARCHAR NOT NULL, kind VARCHAR NOT NULL,
  name VARCHAR NOT NULL, category VARCHAR NOT NULL, linked BIGINT, unlinked BIGINT, bias_pct DOUBLE, difference DOUBLE);
CREATE TABLE observation (indicator_key SMALLINT NOT NULL, type_key TINYINT NOT NULL, period_key INTEGER NOT NULL,
  area_key INTEGER NOT NULL, slice_key INTEGER NOT NULL, value DOUBLE, status VARCHAR NOT NULL, hidden BOOLEAN NOT NULL,
  series_break BOOLEAN NOT NULL, delivery_key SMALLINT, route_key SMALLINT NOT NULL, beyond BOOLEAN NOT NULL);
CREATE TABLE coverage (indicator_key SMALLINT NOT NULL, type_key TINYINT NOT NULL, period_key INTEGER NOT NULL,
  slices INTEGER NOT NULL, areas INTEGER NOT NULL, vintage SMALLINT);
