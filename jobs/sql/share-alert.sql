-- An alert for every minute of which more than a third of at least five messages are urgent.

SET 'table.exec.async-ml-predict.max-concurrent-operations' = '64';
-- A partition without messages holds event time back no longer than this.
SET 'table.exec.source.idle-timeout' = '5 s';

CREATE TABLE messages (
  id BIGINT,
  text STRING,
  sent_at TIMESTAMP(3),
  WATERMARK FOR sent_at AS sent_at - INTERVAL '5' SECOND)
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'topic' = 'messages',
  'properties.group.id' = 'paw-alert',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json');

CREATE TABLE alerts (window_start TIMESTAMP(3), messages BIGINT, share DOUBLE)
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'topic' = 'alerts',
  'format' = 'json');

CREATE MODEL urgency INPUT (text STRING) OUTPUT (label STRING)
WITH ('provider' = 'paw', 'program' = '/programs/urgency.paw');

-- Rows stay in order, and so do watermarks: event time goes through a model unchanged.
CREATE TEMPORARY VIEW labelled AS
SELECT sent_at, label
FROM ML_PREDICT(TABLE messages, MODEL urgency, DESCRIPTOR(text));

INSERT INTO alerts
SELECT window_start, messages, share
FROM (
  SELECT
    window_start,
    COUNT(label) AS messages,
    AVG(CASE label WHEN 'immediate' THEN 1E0 ELSE 0E0 END) AS share
  FROM TABLE(TUMBLE(TABLE labelled, DESCRIPTOR(sent_at), INTERVAL '1' MINUTE))
  GROUP BY window_start, window_end)
WHERE messages >= 5 AND share > 0.33;
