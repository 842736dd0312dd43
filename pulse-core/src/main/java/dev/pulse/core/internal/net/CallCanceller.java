package dev.pulse.core.internal.net;

import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;

/**
 * Cancels a call when the time is over, also once its connection has become something else than
 * HTTP. Time-outs of the streams would close the TLS socket instead, which waits for whoever is
 * writing to it, on the thread that all time-outs share.
 */
public final class CallCanceller extends AsyncTimeout implements AutoCloseable {
  private final Call call;

  /** Starts to watch. */
  public CallCanceller(Call call, Deadline deadline) {
    this.call = call;
    timeout(deadline.timeoutNanos(), TimeUnit.NANOSECONDS);
    enter();
  }

  @Override
  protected void timedOut() {
    call.cancel();
  }

  /** Watches no longer. */
  @Override
  public void close() {
    exit();
  }
}
