package io.pawstream.transformer.math;

import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Products through OpenBLAS ({@code cblas_sgemm}). Any thread.
 *
 * <p>OpenBLAS itself is set to one thread, for the whole process: its own pool and ours would fight
 * for the cores. It picks its kernels by the processor, so the last bits of a result differ from
 * machine to machine, and with the number of rows in a call.
 */
public final class OpenBlasGemm implements Gemm {
  private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;
  private static final int PLAIN = openblas_nolapack.CblasNoTrans;
  private static final int TRANSPOSED = openblas_nolapack.CblasTrans;

  /**
   * Loads the native code, which takes about half a second the first time in a process.
   *
   * @throws IllegalStateException if there is none for this machine on the class path
   */
  public OpenBlasGemm() {
    try {
      openblas_nolapack.blas_set_num_threads(1);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "the native code of OpenBLAS must be on the class path: os="
              + System.getProperty("os.name")
              + ", arch="
              + System.getProperty("os.arch")
              + "; add org.bytedeco:openblas and org.bytedeco:javacpp with the classifier of this"
              + " platform, or use JavaGemm",
          e);
    }
  }

  @Override
  public void nt(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Gemm.check(a.rows(), b.rows(), a.cols(), b.cols(), c);
    multiply(PLAIN, TRANSPOSED, a.cols(), alpha, a, b, beta, c);
  }

  @Override
  public void nn(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Gemm.check(a.rows(), b.cols(), a.cols(), b.rows(), c);
    multiply(PLAIN, PLAIN, a.cols(), alpha, a, b, beta, c);
  }

  @Override
  public void tn(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Gemm.check(a.cols(), b.cols(), a.rows(), b.rows(), c);
    multiply(TRANSPOSED, PLAIN, a.rows(), alpha, a, b, beta, c);
  }

  private static void multiply(
      int transA, int transB, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    if (c.rows() == 0 || c.cols() == 0) {
      return;
    }
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR,
        transA,
        transB,
        c.rows(),
        c.cols(),
        k,
        alpha,
        a.buffer(),
        a.stride(),
        b.buffer(),
        b.stride(),
        beta,
        c.buffer(),
        c.stride());
  }
}
