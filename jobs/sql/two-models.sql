-- Two programs on every message. Both run on one interpreter, which each TaskManager loads once.

SET 'execution.runtime-mode' = 'batch';
SET 'table.exec.async-ml-predict.max-concurrent-operations' = '64';

CREATE TABLE messages (id BIGINT, text STRING)
WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = 'file:///data/messages.jsonl');

CREATE TABLE labelled (id BIGINT, urgency STRING, sentiment STRING)
WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = 'file:///data/labelled');

CREATE MODEL urgency INPUT (text STRING) OUTPUT (label STRING)
WITH ('provider' = 'paw', 'program' = '/programs/urgency.paw');

CREATE MODEL sentiment INPUT (text STRING) OUTPUT (label STRING)
WITH ('provider' = 'paw', 'program' = '/programs/sentiment.paw');

-- A second column called label would become label0: name the first one.
CREATE TEMPORARY VIEW with_urgency AS
SELECT id, text, label AS urgency
FROM ML_PREDICT(TABLE messages, MODEL urgency, DESCRIPTOR(text));

INSERT INTO labelled
SELECT id, urgency, label AS sentiment
FROM ML_PREDICT(TABLE with_urgency, MODEL sentiment, DESCRIPTOR(text));
