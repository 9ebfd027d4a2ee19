-- /readyz compares what has run with what the program brings; the server may read that and nothing more.
grant select on migration to ringback_server;
