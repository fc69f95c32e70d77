package io.pawstream.transformer;

/**
 * How well a batch was predicted.
 *
 * @param value the weighted sum of cross entropies, in nats
 * @param hits for each row, whether its target was the most likely token; when all rows of an
 *     answer hit, greedy decoding gives that answer
 */
public record Loss(double value, boolean[] hits) {
  public Loss {
    hits = hits.clone();
  }
}
