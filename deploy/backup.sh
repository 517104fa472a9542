#!/bin/sh
# Nightly copy of what cannot be made again. BACKUP_TO: a folder; SNAPSHOTS: the folder that holds snapshots/;
# DATABASE: a libpq address (postgresql://…) or the path of the SQLite file (store/store.sqlite). Copies older than 90 days are removed.
set -eu
: "${BACKUP_TO:?}" "${SNAPSHOTS:?}" "${DATABASE:?}"
day=$(date +%F)
mkdir -p "$BACKUP_TO/snapshots"
# published snapshots never change: each is copied once, under a temporary name first
for folder in "$SNAPSHOTS"/snapshots/*/; do
    name=$(basename "$folder")
    [ -f "$folder/manifest.json" ] && [ ! -d "$BACKUP_TO/snapshots/$name" ] || continue
    rm -rf "$BACKUP_TO/snapshots/.$name.part"
    cp -a "$folder" "$BACKUP_TO/snapshots/.$name.part"
    mv "$BACKUP_TO/snapshots/.$name.part" "$BACKUP_TO/snapshots/$name"
done
case $DATABASE in
    postgres*) pg_dump --format=custom --file="$BACKUP_TO/audit-$day.part" "$DATABASE" ;;
    *) python3 - "$DATABASE" "$BACKUP_TO/audit-$day.part" <<'EOF' ;;
import sqlite3
import sys

with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as source, sqlite3.connect(sys.argv[2]) as copy:
    source.backup(copy)
EOF
esac
mv "$BACKUP_TO/audit-$day.part" "$BACKUP_TO/audit-$day"
find "$BACKUP_TO" -maxdepth 1 -name 'audit-*' -mtime +90 -delete
