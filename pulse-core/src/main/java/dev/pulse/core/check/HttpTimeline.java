package dev.pulse.core.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Turns OkHttp's events into phases, over all hops of a run. Confine to the thread of the run. */
final class HttpTimeline extends EventListener {
  private final Stopwatch stopwatch = new Stopwatch();
  private String host;
  private @Nullable InetSocketAddress address;
  private List<X509Certificate> chain = List.of();
  private boolean secure;
  private boolean proxied;
  private boolean certificateAsked;
  private boolean certificateShown;

  HttpTimeline(String host) {
    this.host = host;
  }

  Stopwatch stopwatch() {
    return stopwatch;
  }

  Situation situation() {
    return new Situation(stopwatch.last(), host, address);
  }

  /** What the server of the last hop showed, its own certificate first; empty without TLS. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Whether the last hop is https. */
  boolean secure() {
    return secure;
  }

  /** Whether the server of the last hop asked for a client certificate and got none. */
  boolean certificateMissed() {
    return certificateAsked && !certificateShown;
  }

  /** Whether it asked and got one. */
  boolean certificateShown() {
    return certificateShown;
  }

  void certificateAsked(boolean shown) {
    certificateAsked = true;
    certificateShown |= shown;
  }

  /** Somebody accepts the connection: the target, or the proxy that has to reach it now. */
  void connected() {
    if (proxied && secure) {
      stopwatch.begin(Phase.PROXY);
    }
  }

  @Override
  public void callStart(Call call) {
    host = call.request().url().host();
    secure = call.request().isHttps();
    proxied = false;
    certificateAsked = false;
    certificateShown = false;
    address = null;
    chain = List.of();
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    host = domainName;
    stopwatch.begin(Phase.DNS);
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {
    stopwatch.end();
  }

  @Override
  public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
    host = call.request().url().host();
    address = inetSocketAddress;
    proxied = proxy.type() == Proxy.Type.HTTP;
    stopwatch.begin(Phase.CONNECT);
  }

  @Override
  public void secureConnectStart(Call call) {
    forgetProxy();
    stopwatch.begin(Phase.TLS);
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    stopwatch.end();
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress inetSocketAddress, Proxy proxy, @Nullable Protocol protocol) {
    stopwatch.end();
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress inetSocketAddress,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException ioe) {
    stopwatch.end();
  }

  /** Also for a connection that was kept; its socket knows the chain as it was sent. */
  @Override
  public void connectionAcquired(Call call, Connection connection) {
    if (connection.socket() instanceof SSLSocket tls) {
      try {
        chain =
            Arrays.stream(tls.getSession().getPeerCertificates())
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
      } catch (SSLPeerUnverifiedException e) {
        // OkHttp connects only to whom it has verified; without that there is nothing to judge.
        chain = List.of();
      }
    }
  }

  @Override
  public void requestHeadersStart(Call call) {
    forgetProxy();
    stopwatch.begin(Phase.FIRST_BYTE);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    stopwatch.end();
  }

  /** Whatever happens from here on, its address would be taken for the target's. */
  private void forgetProxy() {
    if (proxied) {
      address = null;
    }
  }
}
