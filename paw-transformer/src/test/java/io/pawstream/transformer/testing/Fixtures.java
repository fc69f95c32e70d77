package io.pawstream.transformer.testing;

import io.pawstream.transformer.math.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;

/** The shipped interpreter, the demonstration programs, and numbers. */
public final class Fixtures {
  private Fixtures() {}

  /** Puts the shipped interpreter into a folder. */
  public static Path interpreter(Path folder) throws IOException {
    Path file = folder.resolve("paw-tiny.gguf");
    try (InputStream in =
        Fixtures.class.getResourceAsStream("/META-INF/paw/interpreters/paw-tiny.gguf")) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** Puts the adapter of a demonstration program into a folder. */
  public static Path adapter(String program, Path folder) throws IOException {
    Path file = folder.resolve(program + ".gguf");
    // seen from the module, where the tests run
    try (ZipFile zip = new ZipFile(Path.of("../programs", program + ".paw").toFile());
        InputStream in = zip.getInputStream(zip.getEntry("adapter.gguf"))) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** Token ids below a bound. */
  public static int[] tokens(int count, int bound, long seed) {
    return new SplittableRandom(seed).ints(count, 0, bound).toArray();
  }

  /** Normally distributed numbers. */
  public static Matrix random(int rows, int cols, long seed) {
    Matrix matrix = Matrix.zeros(rows, cols);
    matrix.fillNormal(new SplittableRandom(seed), 1);
    return matrix;
  }

  /** All rows, from 0. */
  public static int[] allRows(int count) {
    return IntStream.range(0, count).toArray();
  }

  /** The largest difference over the largest value. */
  public static double relativeError(Matrix actual, float[][] expected) {
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      float[] row = actual.toArray(i);
      for (int j = 0; j < row.length; j++) {
        difference = Math.max(difference, Math.abs(row[j] - expected[i][j]));
        largest = Math.max(largest, Math.abs(expected[i][j]));
      }
    }
    return difference / largest;
  }

  /** The length of the difference over the length of all values. */
  public static double distance(Matrix actual, float[][] expected) {
    double difference = 0;
    double all = 0;
    for (int i = 0; i < expected.length; i++) {
      float[] row = actual.toArray(i);
      for (int j = 0; j < row.length; j++) {
        difference += Math.pow(row[j] - expected[i][j], 2);
        all += Math.pow(expected[i][j], 2);
      }
    }
    return Math.sqrt(difference / all);
  }

  /** The rows as arrays. */
  public static float[][] rows(Matrix matrix) {
    float[][] rows = new float[matrix.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = matrix.toArray(i);
    }
    return rows;
  }
}
