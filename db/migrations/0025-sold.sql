-- Whether a shop vouches for this number of a handset. One that an owner only typed may be a stranger's: it ties no phone to a case.
alter table imei_claim add column sold boolean not null default false;
update imei_claim set sold = true
  where claim like 'handset/%' and (
    select channel <> 'owner' and imei_claim.imei_key in (select left(imei, 14) from jsonb_array_elements_text(imeis) as imei)
    from (
      select data ->> 'channel' as channel, data -> 'imeis' as imeis from event
      where stream = imei_claim.claim and type = 'register.handset-registered'
      order by version desc limit 1
    ) as last_sale);
