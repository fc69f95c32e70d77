package io.pawstream.runtime.hub.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it arrives, one piece in memory at a time. Fails where the whole takes
 * too long or a stretch of it is too slow: the JDK's own time-out ends with the headers, so that a
 * server that drips would hold its reader for ever. One reader.
 */
final class TimedBody extends InputStream {
  /** Slower than this for a whole stretch is not worth waiting for. */
  static final long MIN_BYTES_PER_SECOND = 1024;

  private record Piece(List<ByteBuffer> buffers, boolean last, @Nullable Throwable failure) {}

  private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
  private final Receiver receiver = new Receiver();
  private final long deadline;
  private final long stall;
  private long stretchEnd;
  private long stretchBytes;
  private boolean ended;

  /**
   * A body.
   *
   * @param deadline the {@link System#nanoTime} at which it must be whole
   * @param stall the stretch that must bring {@link #MIN_BYTES_PER_SECOND} on average
   */
  TimedBody(Flow.Publisher<List<ByteBuffer>> publisher, long deadline, Duration stall) {
    this.deadline = deadline;
    this.stall = stall.toNanos();
    this.stretchEnd = System.nanoTime() + this.stall;
    publisher.subscribe(receiver);
  }

  private final class Receiver implements Flow.Subscriber<List<ByteBuffer>> {
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (cancelled) {
        given.cancel();
      } else {
        given.request(1);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      pieces.add(new Piece(item, false, null));
    }

    @Override
    public void onError(Throwable failure) {
      pieces.add(new Piece(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
      pieces.add(new Piece(List.of(), true, null));
    }

    synchronized void next() {
      if (subscription != null) {
        subscription.request(1);
      }
    }

    /** Also where the subscription is still to come. */
    synchronized void cancel() {
      cancelled = true;
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      ByteBuffer buffer = buffers.peek();
      if (buffer == null) {
        receive();
      } else if (!buffer.hasRemaining()) {
        buffers.remove();
        if (buffers.isEmpty()) {
          receiver.next();
        }
      } else {
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        stretchBytes += count;
        requirePace();
        return count;
      }
    }
    return -1;
  }

  private void receive() throws IOException {
    Piece piece;
    try {
      long wait = Math.min(deadline, stretchEnd) - System.nanoTime();
      piece = pieces.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body arrived");
    }
    if (piece == null) {
      requirePace();
      return;
    }
    if (piece.failure() != null) {
      ended = true;
      throw new IOException(String.valueOf(piece.failure().getMessage()), piece.failure());
    }
    ended = piece.last();
    buffers.addAll(piece.buffers());
    if (!ended && buffers.isEmpty()) {
      receiver.next();
    }
  }

  private void requirePace() throws IOException {
    long now = System.nanoTime();
    if (now - deadline >= 0) {
      throw new HttpTimeoutException("the body did not arrive in time");
    }
    if (now - stretchEnd >= 0) {
      if (stretchBytes < MIN_BYTES_PER_SECOND * stall / 1e9) {
        throw new HttpTimeoutException(
            "the body arrives too slowly: bytes="
                + stretchBytes
                + " in "
                + Duration.ofNanos(stall));
      }
      stretchEnd = now + stall;
      stretchBytes = 0;
    }
  }

  /** Ends the exchange where it is not at its end yet. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      receiver.cancel();
    }
  }
}
