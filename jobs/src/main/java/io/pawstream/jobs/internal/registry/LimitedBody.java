package io.pawstream.jobs.internal.registry;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes in the body of an answer up to a limit, so that memory stays bounded. One answer. */
final class LimitedBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private final int limit;
  private long size;
  private Flow.@Nullable Subscription subscription;

  /** A body of at most {@code limit} bytes. */
  LimitedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return bytes.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription incoming) {
    subscription = incoming;
    bytes.onSubscribe(incoming);
  }

  @Override
  public void onNext(List<ByteBuffer> next) {
    for (ByteBuffer buffer : next) {
      size += buffer.remaining();
    }
    if (size <= limit) {
      bytes.onNext(next);
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    bytes.onError(new IOException("an answer must not be over the limit: limit=" + limit));
  }

  @Override
  public void onError(Throwable error) {
    bytes.onError(error);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
