package dev.pulse.core.check;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import okio.ByteString;

/** The other side of a WebSocket, in the hands of a test. */
final class SocketServer {
  private static final Pattern KEY = Pattern.compile("(?i)\r\nSec-WebSocket-Key: (\\S+)\r\n");

  final Socket socket;
  final String head;
  private final DataInputStream in;

  /** What it does once it has agreed. */
  @FunctionalInterface
  interface Talk {
    void with(SocketServer server) throws Exception;
  }

  /** A frame of the client. */
  record Frame(int opcode, boolean last, boolean masked, ByteString payload) {
    /** The code of a close frame. */
    int code() {
      return (payload.getByte(0) & 0xff) << 8 | (payload.getByte(1) & 0xff);
    }
  }

  private SocketServer(Socket socket) throws IOException {
    this.socket = socket;
    this.head = RawServer.readHead(socket);
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** A server that agrees, with further lines of its head, and then talks. */
  static RawServer agreeing(String lines, Talk talk) {
    return new RawServer(socket -> agree(socket, lines, talk));
  }

  static RawServer agreeing(Talk talk) {
    return agreeing("", talk);
  }

  static void agree(Socket socket, String lines, Talk talk) throws Exception {
    var server = new SocketServer(socket);
    server.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + ("Sec-WebSocket-Accept: " + server.proof() + "\r\n" + lines + "\r\n"));
    talk.with(server);
  }

  /** A server that answers the handshake with whatever a test makes of the right proof. */
  static RawServer answering(UnaryOperator<String> head) {
    return new RawServer(
        socket -> {
          var server = new SocketServer(socket);
          server.write(head.apply(server.proof()));
          server.in.read();
        });
  }

  /** Sends back each message, and the close. */
  void echo() throws IOException {
    while (true) {
      var frame = read();
      if (frame.opcode() == 8) {
        send(0x88, frame.payload().toByteArray());
        return;
      }
      send(0x81, frame.payload().toByteArray());
    }
  }

  /** Waits for the close and answers it; what came with it and before. */
  List<Frame> untilClosed() throws IOException {
    var frames = new CopyOnWriteArrayList<Frame>();
    while (true) {
      var frame = read();
      frames.add(frame);
      if (frame.opcode() == 8) {
        send(0x88, frame.payload().toByteArray());
        return frames;
      }
    }
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = new byte[4];
    if ((second & 0x80) != 0) {
      in.readFully(mask);
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new Frame(
        first & 0x0f, (first & 0x80) != 0, (second & 0x80) != 0, ByteString.of(payload));
  }

  void text(String text) throws IOException {
    send(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  void send(int first, byte[] payload) throws IOException {
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else if (payload.length <= 0xffff) {
      frame.writeBytes(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
    } else {
      frame.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(payload);
    write(frame.toByteArray());
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private String proof() {
    var key = KEY.matcher(head);
    if (!key.find()) {
      return "none";
    }
    try {
      var text = key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
