package dev.pulse.benchmarks.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** A name server over UDP and TCP on one port: the name asked for says how it answers. */
final class DnsTarget {
  private static final int QR_AND_RD = 0x8100;
  private static final int TC = 0x0200;
  private static final int NXDOMAIN = 3;

  private DnsTarget() {}

  /** The port. */
  static int start() throws IOException {
    for (int attempt = 0; ; attempt++) {
      int port = Listener.on("127.0.0.1", DnsTarget::stream);
      try {
        var datagrams = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        Listener.daemon(() -> serve(datagrams));
        return port;
      } catch (IOException e) {
        // Free over TCP does not mean free over UDP.
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private static void serve(DatagramSocket datagrams) throws IOException {
    var packet = new DatagramPacket(new byte[1500], 1500);
    while (true) {
      packet.setLength(1500);
      datagrams.receive(packet);
      byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), true);
      if (answer.length > 0) {
        datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }
  }

  private static void stream(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), false);
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeShort(answer.length);
    out.write(answer);
    Listener.hold(socket);
  }

  /** Nothing at all for a server that is silent. */
  private static byte[] answer(byte[] question, boolean datagram) throws IOException {
    int end = 12;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    end += 5;
    var name = new String(question, 13, question[12], US_ASCII);
    boolean cut = name.equals("long") && datagram;
    return switch (name) {
      case "silent" -> new byte[0];
      case "missing" -> message(question, end, NXDOMAIN, 0);
      case "other" -> message(question, end, 0, 1, 192, 0, 2, 99);
      default -> cut ? message(question, end, TC, 0) : message(question, end, 0, 1, 192, 0, 2, 1);
    };
  }

  /** A header, the question again, and at most one address. */
  private static byte[] message(byte[] question, int end, int flags, int answers, int... address)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(question, 0, 2);
    for (int word : new int[] {QR_AND_RD | flags, 1, answers, 0, 0}) {
      out.writeShort(word);
    }
    out.write(question, 12, end - 12);
    if (answers > 0) {
      // A pointer to the name of the question; type A, class IN, an hour, four bytes.
      out.write(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4});
      for (int part : address) {
        out.write(part);
      }
    }
    return bytes.toByteArray();
  }
}
