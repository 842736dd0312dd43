package dev.pulse.core.store;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads incidents from a {@link Database}. Thread-safe. */
final class SqlIncidents implements Incidents {
  private static final String SELECT =
      "SELECT incident.id, name, rule, subject, body FROM incident"
          + " JOIN registration ON registration.id = incident.registration";

  private final Database database;

  SqlIncidents(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Incident> find(long id) {
    return database.read(
        "read an incident",
        session ->
            session.first(SELECT + " WHERE incident.id = ?", row -> incident(session, row), id));
  }

  @Override
  public Page<Incident> list(IncidentQuery query) {
    var sql = new StringBuilder(SELECT).append(" WHERE true");
    var values = new ArrayList<Object>();
    query.check().ifPresent(check -> SqlJournal.add(" AND name = ?", check, sql, values));
    SqlJournal.addPrefix(query.prefix(), sql, values);
    // Written out, so that SQLite sees that the index of open incidents will do.
    query.open().ifPresent(open -> sql.append(open ? " AND open = 1" : " AND open = 0"));
    query.before().ifPresent(before -> SqlJournal.add(" AND incident.id < ?", before, sql, values));
    SqlJournal.add(" ORDER BY incident.id DESC LIMIT ?", query.limit() + 1, sql, values);
    return database.read(
        "read incidents",
        session -> {
          var found = new ArrayList<Incident>();
          session.each(sql.toString(), row -> found.add(incident(session, row)), values.toArray());
          return found.size() <= query.limit()
              ? new Page<>(found, OptionalLong.empty())
              : new Page<>(
                  found.subList(0, query.limit()),
                  OptionalLong.of(found.get(query.limit() - 1).id()));
        });
  }

  private static Incident incident(Session session, ResultSet row) throws SQLException {
    return IncidentBody.parse(
        row.getLong(1),
        session.text(row, 2),
        session.text(row, 3),
        session.textIfAny(row, 4),
        session.text(row, 5));
  }
}
