package dev.pulse.samples.fakes;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalInt;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import okio.Socket;

/** The server's end of a WebSocket, RFC 6455. One thread reads; any thread writes. */
final class WebSocketFrames implements Closeable {
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final long LIMIT = 1 << 20;

  private final Socket socket;
  private final BufferedSource source;
  private final BufferedSink sink;
  private final Object writing = new Object();
  private boolean closeSent;

  WebSocketFrames(Socket socket) {
    this.socket = socket;
    this.source = Okio.buffer(socket.getSource());
    this.sink = Okio.buffer(socket.getSink());
  }

  /** What the server answers to the client's key. */
  static String accept(String key) {
    return ByteString.encodeUtf8(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").sha1().base64();
  }

  /** One message of the exec protocol. */
  void send(int channel, ByteString payload) throws IOException {
    write(BINARY, new Buffer().writeByte(channel).write(payload));
  }

  void sendText(String text) throws IOException {
    write(TEXT, new Buffer().writeUtf8(text));
  }

  void sendClose(int code) throws IOException {
    synchronized (writing) {
      if (!closeSent) {
        write(CLOSE, new Buffer().writeShort(code));
        closeSent = true;
      }
    }
  }

  private void write(int opcode, Buffer payload) throws IOException {
    synchronized (writing) {
      if (closeSent) {
        return;
      }
      long size = payload.size();
      sink.writeByte(0x80 | opcode);
      if (size < 126) {
        sink.writeByte((int) size);
      } else if (size < 1 << 16) {
        sink.writeByte(126).writeShort((int) size);
      } else {
        sink.writeByte(127).writeLong(size);
      }
      sink.write(payload, size);
      sink.flush();
    }
  }

  /**
   * Hears the client out until it closes or is gone. Says the code of its close; empty when it went
   * without, 1005 when its close had no code.
   */
  OptionalInt readToEnd() {
    try {
      while (true) {
        int opcode = source.readByte() & 0x0F;
        var payload = payload();
        if (opcode == CLOSE) {
          int code = payload.size() < 2 ? 1005 : payload.readShort() & 0xFFFF;
          sendClose(1000);
          return OptionalInt.of(code);
        }
        if (opcode == PING) {
          write(PONG, payload);
        }
      }
    } catch (IOException e) {
      // The client is gone, in the way that the empty answer tells.
      return OptionalInt.empty();
    }
  }

  private Buffer payload() throws IOException {
    int second = source.readByte() & 0xFF;
    long size = second & 0x7F;
    if (size == 126) {
      size = source.readShort() & 0xFFFF;
    } else if (size == 127) {
      size = source.readLong();
    }
    if ((second & 0x80) == 0 || size < 0 || size > LIMIT) {
      throw new EOFException("A frame that no client may send");
    }
    var mask = source.readByteArray(4);
    var bytes = source.readByteArray(size);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (bytes[i] ^ mask[i % 4]);
    }
    return new Buffer().write(bytes);
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    socket.cancel();
  }
}
