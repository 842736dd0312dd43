package dev.pulse.benchmarks.hung;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many targets on addresses of the loopback network, on one thread: those on the first port answer
 * each request at once, those on the second accept connections and never say a word. Prints the two
 * ports and ends when its input does, as a child ends with its parent.
 */
public final class TargetFarm {
  /** Spread over many, because one address and port can only be connected to some 28,000 times. */
  static final int ADDRESSES = 100;

  private static final int BACKLOG = 4096;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(8192);

  private TargetFarm() throws IOException {}

  /** Without arguments. */
  public static void main(String[] arguments) throws IOException {
    var farm = new TargetFarm();
    int answering = farm.listen(true);
    int silent = farm.listen(false);
    System.out.println(answering + " " + silent);
    var end = new Thread(TargetFarm::awaitEndOfInput, "end-of-input");
    end.setDaemon(true);
    end.start();
    farm.serve();
  }

  /** The address with a number, 0 to {@link #ADDRESSES} - 1. */
  static String address(int number) {
    return "127.0.77." + (number + 1);
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Only its end matters.
      }
    } catch (IOException e) {
      // An input that breaks has ended as well.
    }
    System.exit(0);
  }

  /** One port, free on all addresses. */
  private int listen(boolean answers) throws IOException {
    for (int attempt = 0; ; attempt++) {
      var open = new ArrayList<ServerSocketChannel>();
      try {
        int port = 0;
        for (int i = 0; i < ADDRESSES; i++) {
          var server = ServerSocketChannel.open();
          open.add(server);
          server.bind(new InetSocketAddress(InetAddress.getByName(address(i)), port), BACKLOG);
          port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        }
        register(open, answers);
        return port;
      } catch (IOException e) {
        for (ServerSocketChannel server : open) {
          server.close();
        }
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private void register(List<ServerSocketChannel> servers, boolean answers) throws IOException {
    for (ServerSocketChannel server : servers) {
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT, answers);
    }
  }

  private void serve() throws IOException {
    while (true) {
      selector.select(this::handle);
    }
  }

  private void handle(SelectionKey key) {
    boolean answers = (Boolean) key.attachment();
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        for (var client = server.accept(); client != null; client = server.accept()) {
          client.configureBlocking(false);
          client.register(selector, SelectionKey.OP_READ, answers);
        }
      } else if (key.channel() instanceof SocketChannel client) {
        read(client, answers);
      }
    } catch (IOException e) {
      close(key);
    }
  }

  /** A request fits into one segment here, so that its first bytes are as good as all of it. */
  private void read(SocketChannel client, boolean answers) throws IOException {
    buffer.clear();
    int read = client.read(buffer);
    if (read > 0 && answers) {
      client.write(ByteBuffer.wrap(ANSWER));
    }
    if (read < 0 || answers) {
      client.close();
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      key.cancel();
    }
  }
}
