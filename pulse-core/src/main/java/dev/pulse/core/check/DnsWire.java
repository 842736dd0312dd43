package dev.pulse.core.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One question and its answer as bytes; the only class that knows the library behind them. */
final class DnsWire {
  private final Record question;
  private final int id;

  /** A question for a name in ASCII. */
  DnsWire(DnsCheck.Type type, String name, int id) {
    this.question = Record.newRecord(name(name), Type.value(type.name()), DClass.IN);
    this.id = id;
  }

  /** Whether a text in ASCII is a name that can be asked for. */
  static boolean isName(String text) {
    try {
      return name(text).labels() > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a name", e);
    }
  }

  byte[] question() {
    var message = Message.newQuery(question);
    message.getHeader().setID(id);
    return message.toWire();
  }

  /** Whether bytes claim to be the answer; what is too short to claim anything does, too. */
  boolean isMeant(byte[] answer) {
    return answer.length < 2 || (((answer[0] & 0xff) << 8) | (answer[1] & 0xff)) == id;
  }

  DnsAnswer answer(byte[] bytes) throws DnsFormatException {
    var message = parse(bytes);
    var header = message.getHeader();
    if (!header.getFlag(Flags.QR) || header.getID() != id || header.getOpcode() != Opcode.QUERY) {
      throw new DnsFormatException("it does not belong to the question");
    }
    if (message.getQuestion() != null && !question.equals(message.getQuestion())) {
      throw new DnsFormatException("it answers another question");
    }
    boolean truncated = header.getFlag(Flags.TC);
    var records = truncated ? List.<Record>of() : wanted(message.getSection(Section.ANSWER));
    var values = new ArrayList<String>();
    for (Record record : records) {
      values.add(value(record));
    }
    long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
    return new DnsAnswer(Rcode.string(header.getRcode()), truncated, values, ttl);
  }

  private static Message parse(byte[] bytes) throws DnsFormatException {
    try {
      return new Message(bytes);
    } catch (IOException | RuntimeException e) {
      throw new DnsFormatException("it cannot be read", e);
    }
  }

  /**
   * The records of the type that was asked for, of the name itself or of what it is an alias of.
   */
  private List<Record> wanted(List<Record> answers) {
    var owner = question.getName();
    // Each answer leads on once at most, so that a circle of aliases ends.
    for (int i = 0; i <= answers.size(); i++) {
      var here = owner;
      var found =
          answers.stream()
              .filter(record -> record.getName().equals(here))
              .filter(record -> record.getType() == question.getType())
              .toList();
      var alias =
          answers.stream()
              .filter(record -> record.getName().equals(here))
              .filter(CNAMERecord.class::isInstance)
              .map(CNAMERecord.class::cast)
              .findFirst();
      if (!found.isEmpty() || alias.isEmpty()) {
        return found;
      }
      owner = alias.get().getTarget();
    }
    return List.of();
  }

  private static String value(Record record) throws DnsFormatException {
    if (record instanceof ARecord address) {
      return address.getAddress().getHostAddress();
    }
    if (record instanceof AAAARecord address) {
      return address.getAddress().getHostAddress();
    }
    if (record instanceof CNAMERecord alias) {
      return text(alias.getTarget());
    }
    if (record instanceof NSRecord server) {
      return text(server.getTarget());
    }
    if (record instanceof MXRecord exchange) {
      return exchange.getPriority() + " " + text(exchange.getTarget());
    }
    if (record instanceof TXTRecord strings) {
      return strings.getStringsAsByteArrays().stream()
          .map(part -> new String(part, StandardCharsets.UTF_8))
          .collect(Collectors.joining());
    }
    if (record instanceof SOARecord start) {
      return String.join(
          " ",
          text(start.getHost()),
          text(start.getAdmin()),
          Long.toString(start.getSerial()),
          Long.toString(start.getRefresh()),
          Long.toString(start.getRetry()),
          Long.toString(start.getExpire()),
          Long.toString(start.getMinimum()));
    }
    throw new DnsFormatException("an answer has no content");
  }

  /** A name in lower case without the dot at its end. */
  private static String text(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
  }
}
