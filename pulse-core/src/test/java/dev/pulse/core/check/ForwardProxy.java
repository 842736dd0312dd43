package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small honest proxy on loopback: it tunnels and forwards every name to loopback. */
final class ForwardProxy implements AutoCloseable {
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final RawServer server = new RawServer(this::serve);
  private final String authorization;

  /** A proxy that wants this header; empty for one that wants nothing. */
  ForwardProxy(String authorization) {
    this.authorization = authorization;
  }

  int port() {
    return server.port();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The heads of all requests that it read, in their order. */
  List<String> heads() {
    return heads;
  }

  private void serve(Socket client) throws IOException {
    var head = RawServer.readHead(client);
    heads.add(head);
    var words = head.split(" ", 3);
    if (!authorization.isEmpty()
        && !head.contains("\r\nProxy-Authorization: " + authorization + "\r\n")) {
      say(client, "HTTP/1.1 407 hunter2\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    boolean tunnel = words[0].equals("CONNECT");
    var authority = tunnel ? words[1] : words[1].substring("http://".length());
    int slash = authority.indexOf('/');
    var address = slash < 0 ? authority : authority.substring(0, slash);
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    try (var target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      if (tunnel) {
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
      } else {
        var line = words[0] + " " + authority.substring(slash) + " " + words[2];
        say(target, line.replaceAll("\r\nProxy-Authorization: [^\r]*", ""));
      }
      var back = new Thread(() -> copy(target, client));
      back.setDaemon(true);
      back.start();
      copy(client, target);
    } catch (ConnectException e) {
      say(client, "HTTP/1.1 502 hunter2\r\nContent-Length: 0\r\n\r\n");
    }
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of them has left; so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
