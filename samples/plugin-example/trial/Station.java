import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A parcel locker station with room; prints the port that it listens on. */
final class Station {
  public static void main(String[] arguments) throws IOException {
    var here = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    var server = HttpServer.create(here, 0);
    server.createContext(
        "/compartments",
        exchange -> {
          var bytes = "free=10 total=40".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    System.out.println(server.getAddress().getPort());
  }
}
