package dev.pulse.core.internal.notify;

import dev.pulse.api.store.Commit.DocumentChange;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.internal.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what an outbox has left in the store, a part at a time. */
final class Restoration {
  private static final int PART = 500;
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);

  private final Store store;
  private final List<Message> pending = new ArrayList<>();
  private final List<Message> dead = new ArrayList<>();
  private final List<Message> delivered = new ArrayList<>();
  private final Map<String, Records.Attempts> attempts = new HashMap<>();
  private final List<Records.GroupThread> threads = new ArrayList<>();
  private final List<DocumentChange> surplus = new ArrayList<>();

  Restoration(Store store) {
    this.store = store;
  }

  /** Reads everything. What is damaged stays where it is, and is said to be so. */
  Restoration read() {
    var marks = new HashMap<String, Records.Mark>();
    each(Records.MARKS, found -> marks.put(found.id(), value(Records.MARK, found)));
    each(Records.MESSAGES, found -> sort(found, Optional.ofNullable(marks.remove(found.id()))));
    marks.keySet().forEach(id -> surplus.add(Records.removed(Records.MARKS, id)));
    each(
        Records.DELIVERED,
        found -> delivered.add(value(Records.DELIVERY, found).message(found.id())));
    each(Records.ATTEMPTS, found -> attempts.put(found.id(), value(Records.ATTEMPT, found)));
    each(Records.THREADS, found -> threads.add(value(Records.THREAD, found)));
    return this;
  }

  private void sort(Document<String> found, Optional<Records.Mark> mark) {
    var stored = StoredNotification.message(found.id(), found.value());
    var message = mark.map(made -> made.on(stored)).orElse(stored);
    if (message.state() == Message.State.DEAD) {
      dead.add(message);
    } else {
      pending.add(message);
    }
  }

  private void each(String collection, Consumer<Document<String>> taker) {
    Documents<String> documents = store.documents(collection);
    var part = documents.list("", PART);
    while (!part.isEmpty()) {
      for (Document<String> document : part) {
        take(collection, document, taker);
      }
      part = documents.list(part.get(part.size() - 1).id(), PART);
    }
  }

  private static void take(
      String collection, Document<String> document, Consumer<Document<String>> taker) {
    try {
      taker.accept(document);
    } catch (StoreException | IllegalArgumentException | NullPointerException e) {
      log.error(
          "Document {} of {} is not as Pulse writes it; it is left alone",
          document.id(),
          collection,
          e);
    }
  }

  private static <T> T value(JsonText<T> json, Document<String> document) {
    return json.read("document \"" + document.id() + "\"", document.value());
  }

  List<Message> pending() {
    return pending;
  }

  List<Message> dead() {
    return dead;
  }

  List<Message> delivered() {
    return delivered;
  }

  Map<String, Records.Attempts> attempts() {
    return attempts;
  }

  List<Records.GroupThread> threads() {
    return threads;
  }

  /** How to remove what belongs to nothing any more. */
  List<DocumentChange> surplus() {
    return surplus;
  }
}
