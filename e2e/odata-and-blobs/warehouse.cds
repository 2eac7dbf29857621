@path: '/data'
service Warehouse {
  @cds.query.limit: 7
  entity Items {
    key RecId    : Int64;
        Name     : String(60);
        Quantity : Decimal(32, 6);
        @odata.etag
        Version  : Timestamp @cds.on.insert: $now  @cds.on.update: $now;
  }
}
