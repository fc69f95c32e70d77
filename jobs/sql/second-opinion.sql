-- A cheap program first, and a second one only where the first is uncertain.

SET 'execution.runtime-mode' = 'batch';
SET 'table.exec.async-ml-predict.max-concurrent-operations' = '64';

CREATE TABLE messages (id BIGINT, text STRING)
WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = 'file:///data/messages.jsonl');

CREATE TABLE labelled (id BIGINT, label STRING, confidence DOUBLE, decided_by STRING)
WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = 'file:///data/labelled');

CREATE MODEL compact INPUT (text STRING) OUTPUT (label STRING, confidence DOUBLE)
WITH ('provider' = 'paw', 'program' = '/programs/urgency-compact.paw');

CREATE MODEL standard INPUT (text STRING) OUTPUT (label STRING, confidence DOUBLE)
WITH ('provider' = 'paw', 'program' = '/programs/urgency-standard.paw');

-- A model gives NULL for NULL and spends nothing on it. One row in, one row out: nothing is joined.
CREATE TEMPORARY VIEW first_look AS
SELECT
  id,
  label AS first_label,
  confidence AS first_confidence,
  CASE WHEN confidence >= 0.95 THEN CAST(NULL AS STRING) ELSE text END AS doubtful
FROM ML_PREDICT(TABLE messages, MODEL compact, DESCRIPTOR(text));

INSERT INTO labelled
SELECT
  id,
  COALESCE(label, first_label),
  COALESCE(confidence, first_confidence),
  CASE WHEN label IS NULL THEN 'compact' ELSE 'standard' END
FROM ML_PREDICT(TABLE first_look, MODEL standard, DESCRIPTOR(doubtful));
