package dev.pulse.core.internal.net;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of RFC 6455, section 5, without extensions: messages in, messages out, pings
 * answered. Everything is bounded, and happens on the thread that asks. Confine to one thread.
 */
public final class WebSocketFrames implements AutoCloseable {
  /** How many bytes one message may have when nobody says. */
  public static final int LARGEST_MESSAGE = 1 << 20;

  /**
   * How many frames may come when nobody says, also of those that carry nothing, so that a server
   * that sends only such ends some day.
   */
  public static final int MOST_FRAMES = 10_000;

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LONGEST_CONTROL = 125;
  private static final int NO_CODE = 1005;
  private static final SecureRandom MASKS = new SecureRandom();

  private final int largestMessage;
  private final int mostFrames;
  private final BufferedSource source;
  private final BufferedSink sink;
  private final Buffer message = new Buffer();
  private int begun = CONTINUATION;
  private int frames;
  private long received;

  /**
   * What came.
   *
   * @param text of a text message; null for the others
   * @param payload the bytes of a message; none for a close frame
   * @param closed the code of a close frame; 0 for a message
   */
  public record Incoming(@Nullable String text, ByteString payload, int closed) {
    /** Whether this is the end. */
    public boolean isClose() {
      return closed != 0;
    }
  }

  private record Head(boolean last, int opcode, long length) {}

  /** Frames on a connection whose handshake is over, within the usual bounds. */
  public WebSocketFrames(Socket socket) {
    this(socket, LARGEST_MESSAGE, MOST_FRAMES);
  }

  /**
   * Frames on a connection whose handshake is over.
   *
   * @param largestMessage how many bytes one message may have
   * @param mostFrames how many frames may come, also of those that carry nothing
   */
  public WebSocketFrames(Socket socket, int largestMessage, int mostFrames) {
    this.largestMessage = largestMessage;
    this.mostFrames = mostFrames;
    this.source = Okio.buffer(socket.getSource());
    this.sink = Okio.buffer(socket.getSink());
  }

  /** How many bytes of messages came, also of those that are not complete. */
  public long received() {
    return received;
  }

  /** Sends a text message in one frame. */
  public void send(String text) throws IOException {
    write(TEXT, ByteString.encodeUtf8(text));
  }

  /** Says that this side is done. */
  public void sendClose(int code) throws IOException {
    write(CLOSE, new Buffer().writeShort(code).readByteString());
  }

  /** The next message or close frame. */
  public Incoming next() throws IOException {
    while (true) {
      var head = head();
      if (head.opcode() >= CLOSE) {
        int code = control(head.opcode(), source.readByteString(head.length()));
        if (code != 0) {
          return new Incoming(null, ByteString.EMPTY, code);
        }
      } else if (data(head)) {
        int opcode = begun;
        begun = CONTINUATION;
        var whole = message.readByteString();
        return new Incoming(opcode == TEXT ? decoded(whole) : null, whole, 0);
      }
    }
  }

  private Head head() throws IOException {
    frames++;
    if (frames > mostFrames) {
      throw WebSocketException.tooMuch("more than " + mostFrames + " frames came");
    }
    int first = source.readByte() & 0xff;
    int second = source.readByte() & 0xff;
    if ((first & 0x70) != 0) {
      throw WebSocketException.protocol("the server uses an extension that nobody agreed upon");
    }
    if ((second & 0x80) != 0) {
      throw WebSocketException.protocol("the server sends masked frames, as only clients may");
    }
    long length = second & 0x7f;
    if (length == 126) {
      length = source.readShort() & 0xffff;
    } else if (length == 127) {
      length = source.readLong();
    }
    var head = new Head((first & 0x80) != 0, first & 0x0f, length);
    judge(head);
    return head;
  }

  private void judge(Head head) throws WebSocketException {
    switch (head.opcode()) {
      case CLOSE, PING, PONG -> {
        if (!head.last() || head.length() > LONGEST_CONTROL || head.length() < 0) {
          throw WebSocketException.protocol("the server sends a control frame that is too long");
        }
      }
      case CONTINUATION, TEXT, BINARY -> {
        if ((head.opcode() == CONTINUATION) != (begun != CONTINUATION)) {
          throw WebSocketException.protocol("the server mixes up the frames of its messages");
        }
        // The length is a claim; nothing is read, nor set aside, for one that is too large.
        if (head.length() < 0 || head.length() > largestMessage - message.size()) {
          throw WebSocketException.tooMuch("a message is larger than " + largestMessage + " bytes");
        }
      }
      default -> throw WebSocketException.protocol("the server sends frames of an unknown kind");
    }
  }

  /** Whether a message is complete now. */
  private boolean data(Head head) throws IOException {
    if (head.opcode() != CONTINUATION) {
      begun = head.opcode();
    }
    source.readFully(message, head.length());
    received += head.length();
    return head.last();
  }

  /** The code of a close frame; 0 for others. */
  private int control(int opcode, ByteString payload) throws IOException {
    if (opcode == PING) {
      write(PONG, payload);
    }
    if (opcode != CLOSE) {
      return 0;
    }
    if (payload.size() == 0) {
      return NO_CODE;
    }
    if (payload.size() == 1) {
      throw WebSocketException.protocol("the server closes with half a code");
    }
    int code = (payload.getByte(0) & 0xff) << 8 | (payload.getByte(1) & 0xff);
    if (code < 1000 || code >= 5000 || code == NO_CODE || code == 1006 || code == 1015) {
      throw WebSocketException.protocol("the server closes with a code that there is not");
    }
    return code;
  }

  private static String decoded(ByteString bytes) throws WebSocketException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw WebSocketException.protocol("the server sends a text that is not UTF-8");
    }
  }

  private void write(int opcode, ByteString payload) throws IOException {
    byte[] mask = new byte[4];
    MASKS.nextBytes(mask);
    int length = payload.size();
    sink.writeByte(0x80 | opcode);
    if (length <= LONGEST_CONTROL) {
      sink.writeByte(0x80 | length);
    } else if (length <= 0xffff) {
      sink.writeByte(0x80 | 126).writeShort(length);
    } else {
      sink.writeByte(0x80 | 127).writeLong(length);
    }
    sink.write(mask);
    byte[] masked = payload.toByteArray();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask[i & 3];
    }
    sink.write(masked).flush();
  }

  /** Hands both directions back, so that the connection is forgotten. */
  @Override
  public void close() {
    closeQuietly(sink);
    closeQuietly(source);
  }

  private static void closeQuietly(Closeable half) {
    try {
      half.close();
    } catch (IOException e) {
      // The connection is being dropped, and what was to be known of it is known.
    }
  }
}
