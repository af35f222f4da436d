namespace Farlink.Protocol.Compression.Priming;

/// <summary>A part of the built-in text: what is met less often, read first.</summary>
internal static class PrimePart1
{
    /// <summary>Messages, a line each: topic, ^, payload; a line that begins with a bar goes on with the one before.</summary>
    public static ReadOnlySpan<byte> Text => """
        ems-esp/boiler_data^{"heatingactive":"on","tapwateractive":"off","selflowtemp":42,"curflowtemp":41.3,"rettemp":34.8,"sys
        |press":1.6,"burngas":"on","flamecurr":21.4,"outdoortemp":3.1,"burnstarts":9374,"heatingpumpmod":62}
        logger/csv^2026-03-14 10:15:00;12.41;68.2;1013.4;3.98;OK
        N/c0619ab4d27e/vebus/276/Mode^{"max":null,"min":null,"value":3}
        loxone/kitchen/temperature/state^21.6
        farm/irrigation/valve2^{"state":"open","flow":18.4,"flow_unit":"l/min","total_m3":493.198,"remaining_s":840}
        ems-esp/boiler_data^{"heatingactive":"on","tapwateractive":"off","selflowtemp":42,"curflowtemp":41.6,"rettemp":35.0,"sys
        |press":1.6,"burngas":"on","flamecurr":21.2,"outdoortemp":3.1,"burnstarts":9374,"heatingpumpmod":62}
        field/node12/data^b64:vIGRaV8IaBJkDqk=
        rtl_433/events^{"time":"2026-02-11T09:31:09.177+0100","protocol":78,"model":"Fineoffset-WH24","id":903,"battery_ok":1,"t
        |emperature_C":6.2,"humidity":81,"wind_dir_deg":194,"wind_avg_km_h":7.4,"wind_max_km_h":12.1,"rain_mm":670.2,"uv":22,"uv
        |i":0,"light_lux":1420.5,"mic":"CRC"}
        sma/inverter/3006958340^{"serial":"3006958340","pv_power":2550,"grid_power":-1902,"pv1_voltage":219.6,"pv1_current":6.88
        |,"day_yield":7.219,"total_yield":18499.9,"grid_frequency":49.99,"device_status":"Ok","inverter_temperature":48.2}
        ecowitt/ws2910^{"dateutc":"2026-03-26 08:20:31","tempinf":"70.2","humidityin":"41","baromrelin":"29.873","tempf":"46.6",
        |"humidity":"73","winddir":"221","windspeedmph":"4.5","windgustmph":"8.1","solarradiation":"248.1","uv":"2","rainratein"
        |:"0.000","dailyrainin":"0.047","wh65batt":"0"}
        logger/csv^2026-03-14 10:20:00;12.47;68.0;1013.4;3.98;OK
        lora/node7/up^b64:AWcAuAJoewNzJ4EEAgFz
        evcc/site/gridPower^-1437
        p1meter/actual^{"power_delivered":420,"power_returned":0,"energy_delivered_tariff1":2891.950,"energy_delivered_tariff2":
        |4031.872,"energy_returned_tariff1":204.102,"electricity_tariff":"0002","voltage_l1":233.1,"current_l1":2,"gas_delivered
        |":1003.271}
        airgradient/readings/84fce6071a3c^{"wifi":-51,"serialno":"84fce6071a3c","rco2":612,"pm01":2,"pm02":4,"pm10":5,"pm003Coun
        |t":394,"atmp":21.6,"rhum":44,"tvocIndex":152,"noxIndex":1,"boot":81}
        field/node12/data^b64:+IGRaWIIZRJkDqU=
        telegraf/host1/cpu^b64:Y3B1LGNwdT1jcHUtdG90YWwsaG9zdD1ob3N0MSB1c2FnZV91c2VyPTMuNTEsdXNhZ2Vfc3lzdGVtPTEuMjUsdXNhZ2VfaWRsZ
        |T05NC45OCx1c2FnZV9pb3dhaXQ9MC4xMiAxNzcwMDAwMDIwMDAwMDAwMDAwCnN5c3RlbSxob3N0PWhvc3QxIGxvYWQxPTAuMjEsbG9hZDU9MC4xOCxsb2Fk
        |MTU9MC4xNSx1cHRpbWU9MTA0ODIxMWkgMTc3MDAwMDAyMDAwMDAwMDAwMAo=
        channels/2738051/publish^field1=21.4&field2=47.1&status=MQTTPUBLISH
        espresense/devices/iBeacon:4fe1b2a0-100-40004/kitchen^{"id":"iBeacon:4fe1b2a0-100-40004","disc":"","idType":8,"rssi@1m":
        |-65,"rssi":-71.60,"raw":1.64,"distance":1.52,"int":1012}
        evcc/loadpoints/1/chargePower^2310
        lora/node7/up^b64:AWcAuQJoewNzJ4EEAgFz
        field/node12/data^b64:NIKRaWMIXRJjDqg=
        station/4/data^1773486012,-3.2,91,0.0,2.4,315
        zwave/living/multisensor/49/0/Air_temperature^{"time":1768900114208,"value":21.4,"nodeName":"multisensor","nodeLocation"
        |:"living"}
        evcc/loadpoints/1/mode^pv
        sdm120/holding/0^b64:Q2Zo9j+9si1DqVmaQkfrhUSgiew=
        tibber/live^{"timestamp":"2026-01-16T08:12:20.000+01:00","power":6648,"lastMeterConsumption":45894.31,"accumulatedConsum
        |ption":11.518,"accumulatedCost":14.21,"currency":"NOK","minPower":402,"averagePower":1693.8,"maxPower":6120,"powerProdu
        |ction":0,"signalStrength":-71}
        wmbusmeters/Water^{"media":"cold water","meter":"iperl","name":"Water","id":"41498916","total_m3":312.440,"max_flow_m3h"
        |:0.12,"status":"OK","timestamp":"2026-04-02T05:41:17Z","device":"rtlwmbus","rssi_dbm":-74}
        station/4/data^1773486072,-3.2,91,0.0,3.1,307
        espresense/rooms/kitchen/telemetry^{"ip":"192.168.1.71","uptime":81776,"firm":"esp32","rssi":-54,"ver":"3.2.3","count":1
        |4,"adverts":40218,"seen":40192,"reported":4014,"teleFails":0,"freeHeap":148521,"maxHeap":110580}
        node/5/status^t=21.6 h=44.1 p=1009.8 vbat=3.87 rssi=-71 up=87805
        owntracks/demo/phone/event^{"_type":"transition","event":"enter","desc":"home","acc":18,"lat":54.31102,"lon":10.11244,"t
        |st":1772980714,"wtst":1700000000,"tid":"ph"}
        zwave/living/multisensor/49/0/Air_temperature^{"time":1768900354911,"value":21.5,"nodeName":"multisensor","nodeLocation"
        |:"living"}
        teleinfo/linky^{"ADCO":"031928000417","OPTARIF":"HC..","ISOUSC":45,"HCHC":14768281,"HCHP":21904417,"PTEC":"HC..","IINST"
        |:3,"IMAX":90,"PAPP":740,"HHPHC":"A","MOTDETAT":"000000"}
        evcc/site/gridPower^-1388
        lora/tracker2/up^b64:AYgISfEBi6QABGACZwBdAwAB
        boat/gps/nmea^$GPRMC,081541.00,A,5419.30211,N,01007.70512,E,5.214,231.7,140326,,,A*5F
        weather/mast1^{"ts":"2026-03-26T08:00:00Z","ws_avg":6.41,"ws_max":9.8,"ws_min":3.92,"wd":214,"t_air":7.8,"rh":74,"p":101
        |1.6,"ghi":212,"batt_v":12.9}
        signalk/delta^{"context":"vessels.urn:mrn:signalk:uuid:5f1d0b3e-27a4-4c61-9a70-b3c8e44d1f20","updates":[{"$source":"nmea
        |0183.GP","timestamp":"2026-03-14T08:15:41.357Z","values":[{"path":"navigation.speedOverGround","value":2.68},{"path":"n
        |avigation.courseOverGroundTrue","value":4.0439}]}]}
        homeassistant/sensor/outdoor_temperature/state^7.4
        go-eCharger/204817/nrg^[231,232,230,0,10.1,10,10.2,2.3,2.3,2.3,0,6.9,99,99,99,0]
        zwave/hall/plug/50/0/value/66049^{"time":1768900371420,"value":12.7}
        home/OMG_ESP32/BTtoMQTT/A4C1387B20E4^{"id":"A4:C1:38:7B:20:E4","name":"ATC_7B20E4","rssi":-71,"brand":"Xiaomi","model":"
        |TH Sensor","model_id":"LYWSD03MMC/MJWSD05MMC_ATC","type":"THB","tempc":21.4,"tempf":70.52,"hum":45.2,"batt":87,"volt":2
        |.954,"mac":"A4:C1:38:7B:20:E4"}
        greenhouse/1/climate^{"air_temp":24.1,"air_humidity":66,"co2_ppm":751,"vpd_kpa":1.02,"light_ppfd":701,"vent":"auto"}
        boat/gps/nmea^$GPGGA,081541.00,5419.30211,N,01007.70512,E,1,09,0.94,11.2,M,44.6,M,,*6A
        owntracks/demo/phone^{"_type":"location","acc":12,"alt":41,"batt":78,"bs":1,"conn":"m","created_at":1772980213,"lat":54.
        |32104,"lon":10.12862,"m":1,"t":"u","tid":"ph","topic":"owntracks/demo/phone","tst":1772980211,"vac":3,"vel":34,"cog":23
        |1}
        weather/mast1^{"ts":"2026-03-26T08:10:00Z","ws_avg":6.87,"ws_max":10.4,"ws_min":4.11,"wd":218,"t_air":7.9,"rh":73,"p":10
        |11.5,"ghi":231,"batt_v":12.9}
        homeassistant/sensor/outdoor_temperature/unit_of_measurement^"°C"
        solar/114190365582/0/power^312.4
        signalk/delta^{"context":"vessels.urn:mrn:signalk:uuid:5f1d0b3e-27a4-4c61-9a70-b3c8e44d1f20","updates":[{"$source":"nmea
        |0183.GP","timestamp":"2026-03-14T08:15:42.362Z","values":[{"path":"navigation.speedOverGround","value":2.67},{"path":"n
        |avigation.courseOverGroundTrue","value":4.0491}]}]}
        go-eCharger/204817/car^2
        $SYS/broker/clients/connected^14
        sensor.community/esp8266-3960258^{"esp8266id":"3960258","software_version":"NRZ-2024-135","sensordatavalues":[{"value_ty
        |pe":"SDS_P1","value":"12.30"},{"value_type":"SDS_P2","value":"6.42"},{"value_type":"BME280_temperature","value":"8.41"}
        |,{"value_type":"BME280_humidity","value":"77.20"},{"value_type":"BME280_pressure","value":"100862.31"},{"value_type":"s
        |amples","value":"5004112"},{"value_type":"min_micro","value":"28"},{"value_type":"max_micro","value":"20412"},{"value_t
        |ype":"interval","value":"145000"},{"value_type":"signal","value":"-67"}]}
        zwave/hall/plug/37/0/currentValue^{"time":1768900372003,"value":true}
        boat/gps/nmea^$GPRMC,081542.00,A,5419.30122,N,01007.70313,E,5.187,232.0,140326,,,A*55
        home/OMG_ESP32/BTtoMQTT/A4C1387B20E4^{"id":"A4:C1:38:7B:20:E4","name":"ATC_7B20E4","rssi":-78,"brand":"Xiaomi","model":"
        |TH Sensor","model_id":"LYWSD03MMC/MJWSD05MMC_ATC","type":"THB","tempc":21.4,"tempf":70.52,"hum":45.3,"batt":87,"volt":2
        |.951,"mac":"A4:C1:38:7B:20:E4"}
        spBv1.0/STATE/scada1^{"online":true,"timestamp":1773215991000}
        owntracks/demo/phone^{"_type":"location","acc":14,"alt":41,"batt":78,"bs":1,"conn":"m","created_at":1772980274,"lat":54.
        |31877,"lon":10.12311,"m":1,"t":"u","tid":"ph","topic":"owntracks/demo/phone","tst":1772980271,"vac":3,"vel":41,"cog":22
        |8}
        weather/loop^{"dateTime": "1774512302.0", "usUnits": "17.0", "outTemp_C": "9.4", "outHumidity": "71.0", "barometer_mbar"
        |: "1016.5326", "windSpeed_mps": "1.8", "windDir": "262.0", "windGust_mps": "3.1", "rain_mm": "0.0", "rainRate_mm_per_ho
        |ur": "0.0", "inTemp_C": "21.1", "dewpoint_C": "4.4201", "UV": "0.4", "radiation_Wpm2": "114.0", "dayRain_mm": "1.2", "t
        |xBatteryStatus": "0.0"}
        homeassistant/sensor/outdoor_temperature/last_changed^"2026-02-11T08:12:44.659037+00:00"
        solar/114190365582/0/voltage^228.1
        N/c0619ab4d27e/system/0/Dc/Battery/Voltage^{"value":12.81}
        zwave/hall/plug/status^{"time":1768900372511,"value":true,"status":"Alive","nodeId":7}
        hm/status/Thermostat:1/ACTUAL_TEMPERATURE^{"val":20.9,"ts":1769901261950,"lc":1769901141377,"hm":{"device":"OEQ1234567",
        |"unit":"°C"}}
        ebusd/700/Hc1FlowTemp^{"tempv":{"value":38.44}}
        home/OMG_ESP32/BTtoMQTT/A4C1387B20E4^{"id":"A4:C1:38:7B:20:E4","name":"ATC_7B20E4","rssi":-74,"brand":"Xiaomi","model":"
        |TH Sensor","model_id":"LYWSD03MMC/MJWSD05MMC_ATC","type":"THB","tempc":21.5,"tempf":70.7,"hum":45.1,"batt":87,"volt":2.
        |954,"mac":"A4:C1:38:7B:20:E4"}
        openWB/counter/0/get/power^-794.2
        room-assistant/entity/ble-tag/attributes^{"distance":1.7,"lastUpdatedAt":"2026-01-26T07:24:02.187Z"}
        boat/gps/nmea^$GPGGA,081542.00,5419.30122,N,01007.70313,E,1,09,0.94,11.3,M,44.6,M,,*6C
        outTopic^hello world
        weather/loop^{"dateTime": "1774512304.0", "usUnits": "17.0", "outTemp_C": "9.4", "outHumidity": "71.0", "barometer_mbar"
        |: "1016.5326", "windSpeed_mps": "2.2", "windDir": "258.0", "windGust_mps": "3.1", "rain_mm": "0.0", "rainRate_mm_per_ho
        |ur": "0.0", "inTemp_C": "21.1", "dewpoint_C": "4.4201", "UV": "0.4", "radiation_Wpm2": "115.0", "dayRain_mm": "1.2", "t
        |xBatteryStatus": "0.0"}
        spBv1.0/Plant1/NBIRTH/Edge01^b64:CIDQo9/NMxISCgViZFNlcRiA0KPfzTMgCFgEEiEKFE5vZGUgQ29udHJvbC9SZWJpcnRoGIDQo9/NMyALcAASJAo
        |SUHJvcGVydGllcy9WZXJzaW9uGIDQo9/NMyAMegUxLjQuMhIgCg5TdXBwbHkgVm9sdGFnZRABGIDQo9/NMyAJZc3MwEEYAA==
        application/e236a23e-238e-43b1-ac77-fc4c011f1bd3/device/24e124d892aa68bf/event/up^{"deduplicationId":"c93a4cfe-cc8a-aa85
        |-515a-a5640318fdb0","time":"2026-02-07T07:40:12.655308274+00:00","deviceInfo":{"tenantId":"8a67639f-7408-40f5-a6c5-aa32
        |8f676226","tenantName":"ChirpStack","applicationId":"e236a23e-238e-43b1-ac77-fc4c011f1bd3","applicationName":"sensors",
        |"deviceProfileId":"8f1f3492-0fbd-401f-a400-72e3cf347862","deviceProfileName":"EM300-TH","deviceName":"th-04","devEui":"
        |24e124d892aa68bf","deviceClassEnabled":"CLASS_A","tags":{}},"devAddr":"01cdf83f","adr":true,"dr":5,"fCnt":673,"fPort":8
        |5,"confirmed":false,"data":"A2fUAARofQ==","object":{"temperature":21.2,"humidity":62.5},"rxInfo":[{"gatewayId":"0016c00
        |1f1554017","uplinkId":1740088823,"nsTime":"2026-02-07T07:40:12.093516487+00:00","rssi":-97,"snr":8.5,"channel":1,"locat
        |ion":{},"context":"EhM5xg==","crcStatus":"CRC_OK"}],"txInfo":{"frequency":868300000,"modulation":{"lora":{"bandwidth":1
        |25000,"spreadingFactor":7,"codeRate":"CR_4_5"}}}}
        N/c0619ab4d27e/system/0/Dc/Battery/Current^{"value":-4.2}
        homie/esp-hall/$homie^4.0.0
        homeassistant/light/kitchen/state^on
        solar/114190365582/0/yieldday^965
        farm/field3/soil^{"soil_moisture":31.4,"soil_temperature":12.6,"ec":0.42,"par":376,"leaf_wetness":0,"battery":3.62,"ts":
        |1775031600}
        openWB/chargepoint/3/get/currents^[9.98, 0.0, 0.0]
        awair/element^{"timestamp":"2026-01-26T07:23:41.545Z","score":88,"dew_point":9.6,"temp":22.3,"humid":44.6,"abs_humid":8.
        |81,"co2":578,"co2_est":431,"voc":210,"voc_baseline":36814,"voc_h2_raw":26,"voc_ethanol_raw":37,"pm25":3,"pm10_est":4}
        v1/devices/me/telemetry^{"ts":1769901271466,"values":{"temperature":23.4,"humidity":61}}
        boat/depth/nmea^b64:JFNEREJULDI2LjIsZiw4LjAsTSw0LjQsRiozOA0K
        spBv1.0/Plant1/DBIRTH/Edge01/PLC1^b64:CPjQo9/NMxIkChJJbnB1dHMvVGVtcGVyYXR1cmUQChj20KPfzTMgCWWamXVCEiEKD0lucHV0cy9QcmVzc3
        |VyZRALGPbQo9/NMyAJZeF6dEASIQoLSW5wdXRzL0Zsb3cQDBj20KPfzTMgCmkAAAAAAJBdQBIbCgxPdXRwdXRzL1B1bXAQDRj20KPfzTMgC3ABEh8KDkNvd
        |W50ZXJzL1RvdGFsEA4Y9tCj380zIAdQ0vgCGAE=
        homeassistant/binary_sensor/front_door/state^off
        homie/esp-hall/$state^ready
        farm/field3/soil^{"soil_moisture":31.4,"soil_temperature":12.7,"ec":0.42,"par":389,"leaf_wetness":0,"battery":3.62,"ts":
        |1775032500}
        solar/114190365582/0/yieldday^971
        N/c0619ab4d27e/battery/288/Soc^{"value":87.5}
        home/TheengsGateway/BTtoMQTT/C47C8D6A11F0^{"name": "Flower care", "id": "C4:7C:8D:6A:11:F0", "rssi": -83, "brand": "Xiao
        |mi", "model": "MiFlora", "model_id": "HHCCJCY01HHCC", "type": "PLANT", "moi": 34, "lux": 276, "fer": 241, "tempc": 18.9
        |, "tempf": 66.02}
        solar/114190365582/status/reachable^1
        inverter/HM-600/ch0^{"U_AC":229.4,"I_AC":0.92,"P_AC":247.3,"Q_AC":0,"F_AC":50.01,"PF_AC":1,"Temp":24.8,"ALARM_MES_ID":3,
        |"YieldDay":642,"YieldTotal":503.783,"P_DC":222.5,"Efficiency":94.966,"MaxPower":571.2}
        gw/bin/7^b64:pQc3Adb/ZwNkAA==
        spBv1.0/Plant1/DDATA/Edge01/PLC1^b64:CIr4o9/NMxIQEAoYh/ij380zIAllAAB2QhIPEA4Yh/ij380zIAdQ2PgCGAI=
        dsmr/reading/electricity_currently_delivered^0.386
        homeassistant/sun/sun/state^below_horizon
        homie/esp-hall/$nodes^climate,relay
        N/c0619ab4d27e/system/0/Dc/Pv/Power^{"value":214}
        wmbusmeters/Heat^{"media":"heat","meter":"kamheat","name":"Heat","id":"70013872","total_energy_consumption_kwh":18094,"t
        |otal_volume_m3":441.77,"volume_flow_m3h":0.722,"power_kw":4.9,"t1_temperature_c":61.82,"t2_temperature_c":41.17,"timest
        |amp":"2026-04-02T05:41:31Z"}
        fronius/powerflow^{"Body":{"Data":{"Inverters":{"1":{"DT":99,"E_Day":8639,"E_Total":18616874,"E_Year":1917672,"P":3146}}
        |,"Site":{"E_Day":8639,"Meter_Location":"grid","Mode":"meter","P_Akku":null,"P_Grid":-2411.7,"P_Load":-775.3,"P_PV":3146
        |,"rel_Autonomy":100,"rel_SelfConsumption":24.33},"Version":"12"}},"Head":{"Status":{"Code":0,"Reason":"","UserMessage":
        |""},"Timestamp":"2026-05-02T11:20:14+02:00"}}
        farm/field3/soil^{"soil_moisture":31.3,"soil_temperature":12.7,"ec":0.42,"par":402,"leaf_wetness":0,"battery":3.61,"ts":
        |1775033400}
        knx/3/1/7^{"value":true,"dpt":"1.001","src":"1.1.24"}
        spBv1.0/Plant1/DDATA/Edge01/PLC1^b64:CJ2fpN/NMxIQEAoYmp+k380zIAllzcx2QhIQEAsYmp+k380zIAllXI9yQBIPEA4Ymp+k380zIAdQ3vgCGAM
        |=
        homeassistant/sensor/wash/state^unavailable
        amsleser/power^{"id":"84f3eb1c3f1a","name":"ams-3f1a","up":530677,"t":1768551130,"vcc":3.29,"rssi":-62,"temp":-127.00,"d
        |ata":{"P":1914,"PO":0,"Q":0,"QO":148,"I1":5.30,"I2":2.10,"I3":3.40,"U1":230.60,"U2":0.00,"U3":231.90}}
        N/c0619ab4d27e/system/0/Dc/Battery/Voltage^{"value":12.8}
        dsmr/reading/electricity_delivered_1^2891.637
        homie/esp-hall/climate/temperature/$datatype^float
        deye/2304118207/day_energy^3.7
        spBv1.0/Plant1/NDATA/Edge01^b64:COetpN/NMxIeCg5TdXBwbHkgVm9sdGFnZRjlraTfzTMgCWUAAMBBGAQ=
        amsleser/power^{"id":"84f3eb1c3f1a","name":"ams-3f1a","up":530687,"t":1768551140,"vcc":3.29,"rssi":-63,"temp":-127.00,"d
        |ata":{"P":1902,"PO":0,"Q":0,"QO":148,"I1":5.20,"I2":2.10,"I3":3.40,"U1":230.60,"U2":0.00,"U3":231.90}}
        dsmr/reading/phase_power_current_l1^2.1
        weather/influx^weather,location=roof,sensor=bme280 temperature=8.41,humidity=77.2,pressure=1008.6 1770000012000000000
        dsmr/json^{"timestamp":"2026-01-14T08:12:10Z","electricity_delivered_1":"2891.783","electricity_returned_1":"149.164","e
        |lectricity_delivered_2":"6449.872","electricity_returned_2":"1190.043","electricity_currently_delivered":"0.436","elect
        |ricity_currently_returned":"0.000","phase_currently_delivered_l1":"0.436","phase_voltage_l1":"233.1","phase_power_curre
        |nt_l1":2,"extra_device_timestamp":"2026-01-14T08:10:00Z","extra_device_delivered":"9824.783"}
        homie/esp-hall/climate/temperature^20.63
        msh/EU_868/2/json/LongFast/!a3b47c1e^{"channel":0,"from":2746514462,"hop_start":3,"hops_away":1,"id":2841190337,"payload
        |":{"air_util_tx":1.2361944,"battery_level":87,"channel_utilization":4.5183334,"uptime_seconds":273560,"voltage":4.051},
        |"rssi":-98,"sender":"!a3b47c1e","snr":5.25,"timestamp":1771990214,"to":4294967295,"type":"telemetry"}
        spBv1.0/Plant1/DDATA/Edge01/PLC1^b64:CKPGpN/NMxIQEAoYoMak380zIAllZmZ2QhIUEAwYoMak380zIAppAAAAAABwXUAYBQ==
        homie/esp-hall/relay/on^false
        msh/EU_868/2/json/LongFast/!a3b47c1e^{"channel":0,"from":2746514462,"hop_start":3,"hops_away":1,"id":2841196533,"payload
        |":{"air_util_tx":1.2417222,"battery_level":87,"channel_utilization":3.9716666,"uptime_seconds":275361,"voltage":4.049},
        |"rssi":-101,"sender":"!a3b47c1e","snr":4.5,"timestamp":1771992015,"to":4294967295,"type":"telemetry"}
        data/mast^14.03.2026;10:16;7,4;83;1,8;NNW
        msh/EU_868/2/json/LongFast/!a3b47c1e^{"channel":0,"from":1129860387,"hops_away":0,"id":907355126,"payload":{"barometric_
        |pressure":1009.41,"current":0,"gas_resistance":0,"relative_humidity":71.3,"temperature":9.87,"voltage":0},"rssi":-91,"s
        |ender":"!a3b47c1e","snr":7.75,"timestamp":1771992037,"to":4294967295,"type":"telemetry"}
        traccar/8^{"deviceId":8,"fixTime":"2026-03-08T14:31:54.000+00:00","valid":true,"latitude":54.31102,"longitude":10.11244,
        |"altitude":41.0,"speed":0.0,"course":0.0,"attributes":{"batteryLevel":77,"motion":false,"distance":0.0}}
        senml/label^[{"n":"urn:dev:ow:2802362d53c9efc6","u":"lx","t":1772100120,"v":312},{"n":"open","vb":false},{"n":"label","v
        |s":"ok"}]
        msh/EU_868/2/json/LongFast/!a3b47c1e^{"channel":0,"from":1129860387,"hops_away":2,"id":907355173,"payload":{"PDOP":164,"
        |altitude":41,"ground_speed":0,"ground_track":0,"latitude_i":543210240,"longitude_i":101275648,"precision_bits":16,"sats
        |_in_view":9,"time":1771992101},"rssi":-110,"sender":"!a3b47c1e","snr":-4.25,"timestamp":1771992102,"to":4294967295,"typ
        |e":"position"}
        rtl_433/events^{"time":"@12.415822s","model":"Toyota","type":"TPMS","id":"fb4e12a7","status":128,"pressure_PSI":33.5,"te
        |mperature_C":19.0,"mic":"CRC"}
        frigo/TIC^{"NGTF":"BASE","EAST":11233515,"EASF01":11233515,"IRMS1":2,"URMS1":236,"PREF":9,"SINSTS":657,"SMAXSN":4453,"UM
        |OY1":235,"STGE":"003A0001","RELAIS":0,"NTARF":1}
        env/a2/cbor^b64:o2R0ZW1w+kGaAABjaHVtGDRkdGltZRppkYG+
        frigate/events^{"before":{"id":"1769862210.503962-k3v9qz","camera":"drive","frame_time":1769862211.377150,"label":"perso
        |n","sub_label":null,"top_score":0.72,"false_positive":false,"start_time":1769862210.503962,"end_time":null,"score":0.72
        |,"box":[427,188,498,402],"area":17290,"ratio":0.4,"region":[300,100,620,420],"stationary":false,"motionless_count":0,"c
        |urrent_zones":[],"entered_zones":[],"has_clip":false,"has_snapshot":true},"after":{"id":"1769862210.503962-k3v9qz","cam
        |era":"drive","frame_time":1769862212.611034,"label":"person","sub_label":null,"top_score":0.81,"false_positive":false,"
        |start_time":1769862210.503962,"end_time":null,"score":0.79,"box":[436,190,521,410],"area":18700,"ratio":0.39,"region":[
        |310,100,630,420],"stationary":false,"motionless_count":0,"current_zones":["porch"],"entered_zones":["porch"],"has_clip"
        |:true,"has_snapshot":true},"type":"update"}
        home/OMG_ESP32/LORAtoMQTT^{"rssi":-86,"snr":9.25,"pferror":-3598,"packetSize":21,"message":"{\"temp\":12.4,\"bat\":3.91}
        |"}
        ruuvi/sauna^{"temperature":78.44,"humidity":11.2,"pressure":100912,"accelerationX":-12,"accelerationY":20,"accelerationZ
        |":1012,"batteryVoltage":2.977,"txPower":4,"movementCounter":78,"measurementSequenceNumber":12341,"rssi":-71}
        knx/1/2/14^21.48
        frigate/drive/person^1
        rtl_433/pi/devices/Acurite-Tower/A/5512/battery_ok^1
        senml/node3^[{"bn":"urn:dev:mac:3c71bffffe0f2104:","bt":1.7721e9,"n":"temperature","u":"Cel","v":22.1},{"n":"humidity","
        |u":"%RH","v":41.5},{"n":"battery","u":"%EL","v":88}]
        rtl_433/pi/events^{"time":"2026-02-11 09:30:12","model":"Bresser-5in1","id":118,"battery_ok":1,"temperature_C":4.100,"hu
        |midity":87,"wind_max_m_s":2.100,"wind_avg_m_s":1.300,"wind_dir_deg":225.000,"rain_mm":43.600,"mic":"CHECKSUM","mod":"FS
        |K","freq1":868.292,"freq2":868.346,"rssi":-6.352,"snr":21.004,"noise":-27.215}
        esp32/greeting^Good job! You are connected 12 times
        $SYS/broker/uptime^120868 seconds
        rtl_433/pi/devices/Acurite-Tower/A/5512/temperature_C^17.30000
        system-sensors/sensor/pi/state^{"temperature": 48.3, "disk_use": 21.4, "memory_use": "37.2", "cpu_usage": "3.1", "power_
        |status": "OK", "last_boot": "2026-01-12T06:30:11+01:00", "wifi_strength": "-52", "updates": 0}
        ais/nmea^!AIVDM,1,1,,A,12vmIp@01RPfW30O8>n`C6cB0<0m,0*34
        esp32/greeting^Good job! You are connected 13 times
        rtl_433/pi/events^{"time":"2026-02-11 09:30:24","model":"Bresser-5in1","id":118,"battery_ok":1,"temperature_C":4.100,"hu
        |midity":87,"wind_max_m_s":1.700,"wind_avg_m_s":1.100,"wind_dir_deg":225.000,"rain_mm":43.600,"mic":"CHECKSUM","mod":"FS
        |K","freq1":868.291,"freq2":868.346,"rssi":-6.187,"snr":21.093,"noise":-27.305}
        solax/X1^{"sn":"SXAB12CD34","ver":"3.006.04","type":"X1-Hybrid-G4","Data":[2312,72,1641,6380,0,51,0,1648,0,5000,2],"feed
        |inpower":7674.0,"acpower":1641.0,"yieldtoday":6.3,"yieldtotal":4789.7,"soc":88.0,"inverterStatus":"102","uploadTime":"2
        |026-05-02 11:20:41"}
        modbus/meter1/raw^b64:CQgI+gkBAJQAXAAAAAANWQAACE0AALxVAAETiQPi
        deye/2304118207/ac/l1/power^806
        sensors/vib3/bin^b64:wIGRaQAAq0EAAEFCACB9RAwA
        esp8266/log^WiFi connected, IP address: 192.168.1.87
        devices/dev1/messages/events/^{"deviceId":"dev1","messageId":411,"temperature":23.41,"humidity":61.7,"temperatureAlert":
        |"false"}
        rtl_433/pi/devices/Acurite-Tower/A/5512/humidity^52
        $aws/things/pump1/shadow/update^{"state":{"reported":{"temperature":21.4,"pump":"on","level":62}},"clientToken":"pump1-9
        |961"}
        ruuvi/C8:25:2D:01:7E:40/E1:5A:44:90:2C:B3^{"gw_mac":"C8:25:2D:01:7E:40","rssi":-62,"aoa":[],"gwts":1769453704,"ts":17694
        |53703,"data":"0201061BFF99040510D24A96C5240014FFE803F4AB562E18F1E15A44902CB3","coords":""}
        """u8;
}
