package dev.pulse.core.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import okhttp3.Call;
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

  HttpTimeline(String host) {
    this.host = host;
  }

  Stopwatch stopwatch() {
    return stopwatch;
  }

  Situation situation() {
    return new Situation(stopwatch.last(), host, address);
  }

  @Override
  public void callStart(Call call) {
    host = call.request().url().host();
    address = null;
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    stopwatch.begin(Phase.DNS);
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {
    stopwatch.end();
  }

  @Override
  public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
    address = inetSocketAddress;
    stopwatch.begin(Phase.CONNECT);
  }

  @Override
  public void secureConnectStart(Call call) {
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

  @Override
  public void requestHeadersStart(Call call) {
    stopwatch.begin(Phase.FIRST_BYTE);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    stopwatch.end();
  }
}
