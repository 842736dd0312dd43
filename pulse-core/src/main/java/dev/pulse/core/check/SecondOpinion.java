package dev.pulse.core.check;

import dev.pulse.core.internal.net.FreshTls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the JDK try where another library failed to agree with a server: no server is at fault for
 * what that library alone does not know, and whatever is said of it is said in the JDK's words. A
 * server with which only the JDK agrees is the JDK's from then on. Confine to the thread of the
 * run.
 */
final class SecondOpinion implements Interceptor {
  private static final Logger log = LoggerFactory.getLogger(SecondOpinion.class);

  private final FreshTls tls;
  private final HttpTimeline timeline;
  private final Runnable sameAddresses;

  /**
   * An opinion for one run.
   *
   * @param sameAddresses makes the next connection go where the last one went
   */
  SecondOpinion(FreshTls tls, HttpTimeline timeline, Runnable sameAddresses) {
    this.tls = tls;
    this.timeline = timeline;
    this.sameAddresses = sameAddresses;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (SSLException e) {
      if (!isAboutTheHandshake(e) || !tls.turnToJdk()) {
        throw e;
      }
      return secondTry(chain, e);
    }
  }

  private Response secondTry(Chain chain, SSLException first) throws IOException {
    boolean agreed = false;
    sameAddresses.run();
    try {
      var response = chain.proceed(chain.request());
      agreed = true;
      log.debug("Only the JDK agrees on TLS with {}", chain.request().url().host(), first);
      return response;
    } finally {
      if (!agreed) {
        tls.turnBack();
      }
    }
  }

  /** Certificates are judged by the JDK in any case; the rest is the connection's or the run's. */
  private boolean isAboutTheHandshake(SSLException failure) {
    return timeline.situation().phase() == Phase.TLS
        && !(failure instanceof SSLPeerUnverifiedException)
        && Failures.find(failure, CertificateException.class).isEmpty()
        && Failures.find(failure, SocketException.class).isEmpty()
        && Failures.find(failure, InterruptedIOException.class).isEmpty()
        && !Thread.currentThread().isInterrupted();
  }
}
