package dev.pulse.samples.app.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name server on loopback that knows one address, and gives it to every question over UDP. */
final class NameServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NameServer.class);
  private static final int HEADER = 12;
  private static final int MOST = 512;

  private final DatagramSocket socket;
  private final byte[] answer;

  private NameServer(DatagramSocket socket, byte[] answer) {
    this.socket = socket;
    this.answer = answer;
  }

  /**
   * Starts one at a free port.
   *
   * @param address four numbers from 0 to 255
   */
  static NameServer start(int... address) throws IOException {
    var answer = new byte[address.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (byte) address[i];
    }
    var server =
        new NameServer(
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), answer);
    var thread = new Thread(server::serve, "demo-name-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  String address() {
    return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        var question = new DatagramPacket(new byte[MOST], MOST);
        socket.receive(question);
        if (question.getLength() > HEADER) {
          var answered = answer(question.getData(), question.getLength());
          socket.send(new DatagramPacket(answered, answered.length, question.getSocketAddress()));
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          log.debug("The name server of the demo lost a question", e);
        }
      }
    }
  }

  /** The question with the address behind it: RFC 1035, section 4. */
  private byte[] answer(byte[] question, int length) {
    int end = HEADER;
    while (end < length && question[end] != 0) {
      end += 1 + (question[end] & 0x3f);
    }
    // The byte that ends the name, type and class; what follows, such as EDNS, is left out.
    end = Math.min(length, end + 5);
    var response = ByteBuffer.allocate(end + 16);
    response.put(Arrays.copyOf(question, end));
    // An answer, recursion desired and available; one question, one answer, nothing else.
    response.putShort(2, (short) 0x8180);
    response.putShort(4, (short) 1).putShort(6, (short) 1);
    response.putShort(8, (short) 0).putShort(10, (short) 0);
    // For the name that stands at 12; A, IN, for a minute.
    response.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
    response.putInt(60).putShort((short) answer.length).put(answer);
    return response.array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
