package io.pawstream.transformer.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * A matrix of floats, row by row, in memory outside the Java heap, or a rectangle of one. Reading
 * is safe from any threads; writing from several when they write different rectangles.
 *
 * <p>Outside the heap because native code can then work on a rectangle in place: JavaCPP copies a
 * whole Java array at every call. The memory counts against {@code -XX:MaxDirectMemorySize} (by
 * default as much as {@code -Xmx}) and goes with the last view.
 */
public final class Matrix {
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

  private final FloatBuffer data;
  private final int offset;
  private final int rows;
  private final int cols;
  private final int stride;

  private Matrix(FloatBuffer data, int offset, int rows, int cols, int stride) {
    this.data = data;
    this.offset = offset;
    this.rows = rows;
    this.cols = cols;
    this.stride = stride;
  }

  /**
   * A new matrix of zeros.
   *
   * @throws IllegalArgumentException if it would have more than 2^31 bytes
   */
  public static Matrix zeros(int rows, int cols) {
    long elements = (long) rows * cols;
    if (rows < 0 || cols < 0 || elements > MAX_ELEMENTS) {
      throw new IllegalArgumentException(
          "a matrix must have at most "
              + MAX_ELEMENTS
              + " elements: rows="
              + rows
              + ", cols="
              + cols);
    }
    FloatBuffer data =
        ByteBuffer.allocateDirect((int) elements * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return new Matrix(data, 0, rows, cols, cols);
  }

  /** A new matrix of one row. */
  public static Matrix row(float... values) {
    Matrix row = zeros(1, values.length);
    row.put(0, values);
    return row;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** How many columns there are. */
  public int cols() {
    return cols;
  }

  /** Elements from one row to the next. */
  public int stride() {
    return stride;
  }

  /** The rows in [from, to), not copied. */
  public Matrix rows(int from, int to) {
    checkRange("rows", from, to, rows);
    return new Matrix(data, offset + from * stride, to - from, cols, stride);
  }

  /** The columns in [from, to), not copied. */
  public Matrix cols(int from, int to) {
    checkRange("columns", from, to, cols);
    return new Matrix(data, offset + from, rows, to - from, stride);
  }

  /** Copies a row into the beginning of an array. */
  public void get(int row, float[] into) {
    data.get(index(row), into, 0, cols);
  }

  /** Copies the beginning of an array into a row. */
  public void put(int row, float[] from) {
    data.put(index(row), from, 0, cols);
  }

  /** One element. */
  public float get(int row, int col) {
    return data.get(index(row) + checkCol(col));
  }

  /** Sets one element. */
  public void put(int row, int col, float value) {
    data.put(index(row) + checkCol(col), value);
  }

  /** A new array with one row. */
  public float[] toArray(int row) {
    float[] values = new float[cols];
    get(row, values);
    return values;
  }

  /** Adds the beginning of an array to a row. */
  public void add(int row, float[] values) {
    float[] sum = toArray(row);
    for (int i = 0; i < cols; i++) {
      sum[i] += values[i];
    }
    put(row, sum);
  }

  /** Sets all elements to zero. */
  public void clear() {
    float[] zeros = new float[cols];
    for (int i = 0; i < rows; i++) {
      put(i, zeros);
    }
  }

  /** Copies all elements of a matrix of this shape. */
  public void copy(Matrix from) {
    if (from.rows != rows || from.cols != cols) {
      throw new IllegalArgumentException(
          "only a matrix of the same shape can be copied: " + from + ", into " + this);
    }
    for (int i = 0; i < rows; i++) {
      data.put(index(i), from.data, from.index(i), cols);
    }
  }

  /** A new matrix with the same elements. */
  public Matrix duplicate() {
    Matrix copy = zeros(rows, cols);
    copy.copy(this);
    return copy;
  }

  /** Fills it with normally distributed numbers around zero. */
  public void fillNormal(RandomGenerator random, double deviation) {
    float[] values = new float[cols];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        values[j] = (float) (random.nextGaussian() * deviation);
      }
      put(i, values);
    }
  }

  /** A view for native code whose position is at the first element. */
  FloatBuffer buffer() {
    return data.duplicate().position(offset);
  }

  @Override
  public String toString() {
    return rows + "x" + cols;
  }

  private int index(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("a row must exist: row=" + row + ", rows=" + rows);
    }
    return offset + row * stride;
  }

  private int checkCol(int col) {
    if (col < 0 || col >= cols) {
      throw new IndexOutOfBoundsException("a column must exist: column=" + col + ", cols=" + cols);
    }
    return col;
  }

  private static void checkRange(String what, int from, int to, int end) {
    if (from < 0 || to < from || to > end) {
      throw new IndexOutOfBoundsException(
          what + " must exist: from=" + from + ", to=" + to + ", end=" + end);
    }
  }
}
