-- Files to files, in batch: every message with its urgency.

SET 'execution.runtime-mode' = 'batch';

CREATE TABLE messages (id BIGINT, text STRING)
WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = 'file:///data/messages.jsonl');

CREATE TABLE labelled (id BIGINT, text STRING, label STRING, confidence DOUBLE, error STRING)
WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = 'file:///data/labelled');

CREATE MODEL urgency
INPUT (text STRING)
OUTPUT (label STRING, confidence DOUBLE, error STRING)
WITH ('provider' = 'paw', 'program' = '/programs/urgency.paw');

INSERT INTO labelled
SELECT id, text, label, confidence, error
FROM ML_PREDICT(
  TABLE messages, MODEL urgency, DESCRIPTOR(text),
  MAP['async', 'true', 'max-concurrent-operations', '64', 'output-mode', 'allow_unordered']);
