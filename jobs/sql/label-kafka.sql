-- Kafka to Kafka, in streaming: every message with its urgency, exactly once.

SET 'execution.checkpointing.interval' = '10 s';

CREATE TABLE messages (id BIGINT, text STRING)
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'topic' = 'messages',
  'properties.group.id' = 'paw-label',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json');

CREATE TABLE labelled (id BIGINT, text STRING, label STRING, confidence DOUBLE, error STRING)
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'topic' = 'labelled',
  'format' = 'json',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'paw-label',
  'properties.transaction.timeout.ms' = '600000');

CREATE MODEL urgency
INPUT (text STRING)
OUTPUT (label STRING, confidence DOUBLE, error STRING)
WITH ('provider' = 'paw', 'program' = '/programs/urgency.paw');

INSERT INTO labelled
SELECT id, text, label, confidence, error
FROM ML_PREDICT(
  TABLE messages, MODEL urgency, DESCRIPTOR(text),
  MAP['async', 'true', 'max-concurrent-operations', '64']);
