package io.pawstream.connect.internal.config;

import org.apache.kafka.common.config.ConfigDef;

/** A number from 0 to 1, or nothing, which Kafka's own ranges refuse. Any thread. */
final class ShareOrUnset {
  private static final ConfigDef.Range SHARE = ConfigDef.Range.between(0, 1);

  static final ConfigDef.Validator VALIDATOR =
      ConfigDef.LambdaValidator.with(
          (name, value) -> {
            if (value != null) {
              SHARE.ensureValid(name, value);
            }
          },
          () -> SHARE + ", or nothing");

  private ShareOrUnset() {}
}
