package dev.pulse.samples.server.api;

import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import dev.pulse.samples.server.web.Write;
import dev.pulse.samples.server.web.WriteListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what, when and from where, and what those wanted who were refused: a line each in the
 * log and in the store, of which the newest 10,000 are kept, and {@code GET /audit} for those who
 * may see it. Thread-safe.
 */
public final class AuditLog implements WriteListener, ServerExtension {
  private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
  private static final String COLLECTION = "pulse.audit";
  private static final int KEPT = 10_000;
  private static final int MAX_PAGE = 1_000;
  private static final int DEFAULT_PAGE = 100;
  private static final long IDS_PER_MILLI = 1_000;

  private final Pulse pulse;
  private final int kept;
  private final Object lock = new Object();

  /** The keys of all lines, the newest first; null until the first write. */
  private @Nullable Deque<String> keys;

  private long lastId;

  /** The log of one Pulse. */
  public AuditLog(Pulse pulse) {
    this(pulse, KEPT);
  }

  AuditLog(Pulse pulse, int kept) {
    this.pulse = pulse;
    this.kept = kept;
  }

  @Override
  public void install(Routes routes) {
    routes.get("/audit", this::list);
  }

  @Override
  public void written(Write write) {
    var by = write.by().map(Principal::name).orElse(null);
    log.info(
        "{} {} by {} from {}: {}",
        write.method(),
        write.path(),
        by == null ? "somebody unknown" : "\"" + by + "\"",
        write.from(),
        write.status());
    var role = write.by().map(it -> it.role().name().toLowerCase(Locale.ROOT)).orElse(null);
    var documents = documents();
    synchronized (lock) {
      var known = keys(documents);
      var at = pulse.clock().instant();
      long id = Math.max(lastId + 1, at.toEpochMilli() * IDS_PER_MILLI);
      documents.create(
          key(id),
          new AuditEntry(
              id,
              at,
              by,
              role,
              write.from(),
              write.method(),
              write.path(),
              write.status(),
              write.result().orElse(null)));
      lastId = id;
      known.addFirst(key(id));
      while (known.size() > kept) {
        documents.delete(known.getLast());
        known.removeLast();
      }
    }
  }

  private Deque<String> keys(Documents<AuditEntry> documents) {
    if (keys == null) {
      var found = new ArrayDeque<String>();
      List<Document<AuditEntry>> page = documents.list("", MAX_PAGE);
      while (!page.isEmpty()) {
        page.forEach(document -> found.addLast(document.id()));
        page = documents.list(found.getLast(), MAX_PAGE);
      }
      lastId = found.isEmpty() ? 0 : CheckRoutes.LARGEST_ID - Long.parseLong(found.getFirst());
      keys = found;
    }
    return keys;
  }

  private Response list(Request request) {
    var unused = request.principal(Role.ADMIN);
    var query = request.query("limit", "before");
    int limit = (int) query.number("limit", 1, MAX_PAGE).orElse(DEFAULT_PAGE);
    var before = query.number("before", 1, CheckRoutes.LARGEST_ID);
    var found =
        documents().list(before.isPresent() ? key(before.getAsLong()) : "", limit + 1).stream()
            .map(Document::value)
            .toList();
    var items = found.size() > limit ? found.subList(0, limit) : found;
    @Nullable Long next = found.size() > limit ? items.get(limit - 1).id() : null;
    return Response.json(new Views.Audit(items, next));
  }

  private Documents<AuditEntry> documents() {
    return pulse.documents(COLLECTION, AuditEntry.class);
  }

  /** Documents are listed by their keys in rising order, and people want the newest first. */
  private static String key(long id) {
    return String.format(Locale.ROOT, "%016d", CheckRoutes.LARGEST_ID - id);
  }
}
