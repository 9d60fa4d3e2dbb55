"""What was practised, where it can be asked for: an index of the sessions' folders and the learners' documents.

The way in, for every other room:

    url = url_of(asked, store_path())              engines        which database is meant
    store = open_store(url, home_dir())            access         made, brought up to date or refused (StoreError)
    catch_up(store, kept, sum_up)                  catching_up    what ended, crashed or was moved since
    take_in(store, Source.of_folder(path), sum_up) taking_in      one session
    with store.reading() as db:                    a Session of SQLAlchemy, to read
        sessions(db, Wanted(since=day, drill=name))    finding        rows of `models.PastSession`, oldest first
        session_named(db, "last")                      finding        by number, day, last, first, best
    with store.writing() as db:                    one transaction: all or nothing
        db.add(score_row(score, version, own=False))   rows_of_sets   a score reckoned later, beside the old one
    store.path_of(row)                             the session's folder, or the recording's file

A session's sets, scores, measures and strokes are rows of `models`. The truth is on the disk: a store that is lost is
made anew of it. Loading SQLAlchemy takes time: import this room when it is needed, never before a practice's first
frame.
"""
